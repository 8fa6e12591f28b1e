package dev.muster.auth.oauth;

import dev.muster.auth.revocation.Denylist;
import dev.muster.auth.session.RefreshTokens;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.token.TokenConfig;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;

/**
 * A token of either kind, as somebody presents it: an access token has dots, a refresh token none.
 * The hint that the caller may give is therefore not needed, and could only be wrong.
 */
@ApplicationScoped
class PresentedTokens {
  private final TokenVerifier verifier;
  private final RefreshTokens refreshTokens;
  private final Denylist denylist;
  private final Audit audit;
  private final TokenConfig names;
  private final DatabaseGate gate;

  @Inject
  PresentedTokens(
      TokenVerifier verifier,
      RefreshTokens refreshTokens,
      Denylist denylist,
      Audit audit,
      TokenConfig names,
      DatabaseGate gate) {
    this.verifier = verifier;
    this.refreshTokens = refreshTokens;
    this.denylist = denylist;
    this.audit = audit;
    this.names = names;
    this.gate = gate;
  }

  /**
   * One access token; or the session of a refresh token, with all that came from it. Without a
   * client it is the holder of the token who asks.
   */
  void revoke(String token, Optional<Actor> client) {
    if (isAccessToken(token)) {
      verified(token).ifPresent(good -> deny(good, client));
    } else {
      refreshTokens.end(token, client);
    }
  }

  Introspection introspect(String token) {
    return isAccessToken(token)
        ? verified(token)
            .map(good -> Introspection.of(good, names))
            .orElseGet(Introspection::inactive)
        : refreshTokens
            .holder(token)
            .map(holder -> Introspection.of(holder, names))
            .orElseGet(Introspection::inactive);
  }

  private void deny(VerifiedToken token, Optional<Actor> client) {
    denylist.publish(gate.inTransaction(() -> recorded(token, client)));
  }

  private RevocationNotice recorded(VerifiedToken token, Optional<Actor> client) {
    audit.record(
        AuditEvent.of("token.revoke")
            .by(client.orElseGet(() -> Actor.of(token)))
            .on("token", token.tokenId()));
    return denylist.recordToken(token);
  }

  private Optional<VerifiedToken> verified(String token) {
    try {
      return Optional.of(verifier.verify(token));
    } catch (ContractException e) {
      if (e.code() == ErrorCode.NOT_AUTHENTICATED) {
        return Optional.empty();
      }
      throw e;
    }
  }

  private static boolean isAccessToken(String token) {
    return token.indexOf('.') >= 0;
  }
}
