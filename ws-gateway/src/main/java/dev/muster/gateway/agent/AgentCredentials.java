package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.AgentProfile;
import dev.muster.kit.apikey.BoundKey;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Decision;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.proxy.ProxyChain;
import dev.muster.kit.thread.Apart;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;

/**
 * Checks what an agent shows, whichever endpoint it comes to. Never blocks; fails with 1002 for a
 * wrong token or key, 2001 for an unknown agent, 1003 for one in quarantine or a key that isn't its
 * own, 4291 for an address that was refused too often, 5003 when it can't be known now.
 */
@Singleton
class AgentCredentials {
  private static final int LONGEST_TOKEN = 512;

  private final AgentTokens tokens;
  private final Buckets buckets;
  private final ProxyChain proxies;
  private final Clock clock;

  @Inject
  AgentCredentials(AgentTokens tokens, Buckets buckets, ProxyChain proxies, Clock clock) {
    this.tokens = tokens;
    this.buckets = buckets;
    this.proxies = proxies;
    this.clock = clock;
  }

  Uni<Admission> byToken(UUID agentId, String token, HttpServerRequest request) {
    if (token.length() > LONGEST_TOKEN) {
      return Uni.createFrom().failure(refused());
    }
    long askedAt = clock.millis();
    long changes = tokens.changes();
    Optional<AgentProfile> known = tokens.remembered(agentId, token);
    if (known.isPresent()) {
      return Uni.createFrom().item(new Admission(known.get(), askedAt, changes, Optional.empty()));
    }
    String network = proxies.client(request).network();
    Optional<Decision> tooOften = buckets.refusal(Limit.AGENT_REFUSED, network);
    if (tooOften.isPresent()) {
      return Uni.createFrom().failure(tooOften.get().refusal());
    }
    return Apart.call(() -> authenticate(agentId, token, network))
        .map(profile -> new Admission(profile, askedAt, changes, Optional.empty()));
  }

  /** By a key that was checked: the binding is an administrator's to give. */
  Uni<Admission> byKey(UUID agentId, BoundKey key) {
    if (!key.isOf(agentId)) {
      return Uni.createFrom()
          .failure(new ContractException(ErrorCode.FORBIDDEN, "the key isn't bound to this agent"));
    }
    long askedAt = clock.millis();
    long changes = tokens.changes();
    return Apart.call(() -> tokens.profile(agentId))
        .map(profile -> new Admission(profile, askedAt, changes, Optional.of(key)));
  }

  /** Only who is refused pays: a site of many agents that come back at once is welcome. */
  private AgentProfile authenticate(UUID agentId, String token, String network) {
    try {
      return tokens.authenticate(agentId, token);
    } catch (ContractException e) {
      if (e.code() == ErrorCode.NOT_AUTHENTICATED || e.code() == ErrorCode.NOT_FOUND) {
        var unused = buckets.spend(Limit.AGENT_REFUSED, network);
      }
      throw e;
    }
  }

  static ContractException refused() {
    return new ContractException(
        ErrorCode.NOT_AUTHENTICATED, ErrorCode.NOT_AUTHENTICATED.sentence());
  }
}
