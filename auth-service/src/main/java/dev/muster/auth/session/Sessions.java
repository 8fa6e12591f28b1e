package dev.muster.auth.session;

import dev.muster.auth.account.Identity;
import dev.muster.auth.revocation.Denylist;
import dev.muster.auth.token.AccessTokens;
import dev.muster.auth.token.TokenLifetimes;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import dev.muster.kit.db.DatabaseGate;
import io.quarkus.narayana.jta.QuarkusTransaction;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;

/**
 * Opens, renews and ends sessions.
 *
 * <p>A refresh token is traded once. Whoever presents it again has a copy of a token that its owner
 * has moved on from, or is the owner and the thief has moved on: the whole session ends. The one
 * exception is the moment after: two tabs, or a client whose answer got lost on the way, present
 * the same token within {@link #GRACE}, and each gets a child of its own.
 */
@ApplicationScoped
public class Sessions {
  static final Duration GRACE = Duration.ofSeconds(10);

  private final SessionStore rows;
  private final Denylist denylist;
  private final AccessTokens accessTokens;
  private final DatabaseGate gate;
  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Sessions(
      SessionStore rows,
      Denylist denylist,
      AccessTokens accessTokens,
      DatabaseGate gate,
      TokenLifetimes lifetimes) {
    this.rows = rows;
    this.denylist = denylist;
    this.accessTokens = accessTokens;
    this.gate = gate;
    lifetime = lifetimes.refresh();
  }

  TokenPair open(Identity identity, Device device) {
    UUID session = Ids.next();
    RefreshSecret token = RefreshSecret.random(random);
    boolean opened =
        inTransaction(
            () -> {
              if (!rows.open(session, identity.id(), device, lifetime)) {
                return false;
              }
              rows.addToken(session, token, null, lifetime);
              return true;
            });
    if (!opened) {
      throw new ContractException(ErrorCode.NOT_AUTHENTICATED, SessionResource.WRONG);
    }
    return pair(session, identity, token);
  }

  /** Refuses with 1002 whatever is no token of a living session. */
  public TokenPair refresh(String presented) {
    byte[] hash = new RefreshSecret(presented).hash();
    return switch (inTransaction(() -> trade(hash))) {
      case Refreshing.Renewed(UUID session, Identity identity, RefreshSecret next) ->
          pair(session, identity, next);
      case Refreshing.Reused(RevocationNotice notice) -> {
        denylist.publish(notice);
        throw refused();
      }
      case Refreshing.Refused() -> throw refused();
    };
  }

  /** Nothing to do when it has ended already. */
  void logout(UUID session) {
    inTransaction(() -> end(session, EndReason.LOGOUT)).ifPresent(denylist::publish);
  }

  void purge() {
    inTransaction(rows::purge);
  }

  private Refreshing trade(byte[] hash) {
    Optional<Refreshing.Renewed> renewed = rows.trade(hash, RefreshSecret.random(random), lifetime);
    if (renewed.isPresent()) {
      return renewed.get();
    }
    Optional<SessionStore.UsedToken> used = rows.used(hash, GRACE);
    if (used.isEmpty()) {
      return new Refreshing.Refused();
    }
    if (used.get().withinGrace()) {
      return renew(used.get().sessionId(), hash);
    }
    return end(used.get().sessionId(), EndReason.REUSE)
        .<Refreshing>map(Refreshing.Reused::new)
        .orElseGet(Refreshing.Refused::new);
  }

  private Refreshing renew(UUID session, byte[] parent) {
    Optional<Identity> identity = rows.renew(session, lifetime);
    if (identity.isEmpty()) {
      return new Refreshing.Refused();
    }
    RefreshSecret next = RefreshSecret.random(random);
    rows.addToken(session, next, parent, lifetime);
    return new Refreshing.Renewed(session, identity.get(), next);
  }

  private Optional<RevocationNotice> end(UUID session, EndReason reason) {
    return rows.revoke(session, reason)
        ? Optional.of(denylist.recordSession(session))
        : Optional.empty();
  }

  private TokenPair pair(UUID session, Identity identity, RefreshSecret refresh) {
    return TokenPair.of(accessTokens.forUser(identity.id(), session, identity.roles()), refresh);
  }

  private <T> T inTransaction(Callable<T> work) {
    return gate.call(() -> QuarkusTransaction.requiringNew().call(work));
  }

  private static ContractException refused() {
    return new ContractException(ErrorCode.NOT_AUTHENTICATED, "refresh token is not valid");
  }
}
