package dev.muster.auth.oauth;

import dev.muster.auth.apikey.ApiKeys;
import dev.muster.auth.apikey.Recognised;
import dev.muster.error.ErrorCode;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.audit.RefusalAudit;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/** The one place where a client is looked up, whatever kind it is of. */
@ApplicationScoped
class Clients {
  private final PlatformClients platform;
  private final ApiKeys keys;
  private final RefusalAudit refusals;

  @Inject
  Clients(PlatformClients platform, ApiKeys keys, RefusalAudit refusals) {
    this.platform = platform;
    this.keys = keys;
    this.refusals = refusals;
  }

  /** Throws {@code invalid_client} for an unknown id and a wrong secret alike. */
  Client authenticate(Credentials credentials) {
    Optional<AppKey> appKey = AppKey.parse(credentials.id());
    return appKey.isPresent()
        ? Client.key(recognised(appKey.get(), credentials.secret()))
        : platform.find(credentials).orElseThrow(() -> refused(target(credentials)));
  }

  /** As {@link #authenticate}. */
  Recognised recognised(AppKey key, String secret) {
    return keys.recognise(key, secret).orElseThrow(() -> refused(login().on("api_key", key.id())));
  }

  /** An id that is none of ours may be anything, a secret too. */
  private AuditEvent target(Credentials credentials) {
    return platform.isKnown(credentials.id()) ? login().on("client", credentials.id()) : login();
  }

  private static AuditEvent login() {
    return AuditEvent.of("client.login").by(Actor.anonymous());
  }

  private OAuthException refused(AuditEvent login) {
    refusals.record(login.denied(ErrorCode.NOT_AUTHENTICATED));
    return OAuthException.unknownClient();
  }
}
