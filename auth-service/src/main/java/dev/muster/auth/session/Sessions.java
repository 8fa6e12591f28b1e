package dev.muster.auth.session;

import dev.muster.auth.account.Recognised;
import dev.muster.auth.revocation.Denylist;
import dev.muster.auth.token.AccessTokens;
import dev.muster.auth.token.TokenLifetimes;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import dev.muster.kit.audit.Actor;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.token.VerifiedToken;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;

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
  private final SessionEndings endings;
  private final Denylist denylist;
  private final AccessTokens accessTokens;
  private final Audit audit;
  private final DatabaseGate gate;
  private final Duration lifetime;
  private final SecureRandom random = new SecureRandom();

  @Inject
  Sessions(
      SessionStore rows,
      SessionEndings endings,
      Denylist denylist,
      AccessTokens accessTokens,
      Audit audit,
      DatabaseGate gate,
      TokenLifetimes lifetimes) {
    this.rows = rows;
    this.endings = endings;
    this.denylist = denylist;
    this.accessTokens = accessTokens;
    this.audit = audit;
    this.gate = gate;
    lifetime = lifetimes.refresh();
  }

  TokenPair open(Recognised who, Device device) {
    UUID session = Ids.next();
    RefreshSecret token = RefreshSecret.random(random);
    Optional<Grant> grant =
        gate.inTransaction(
            () -> {
              Optional<Grant> opened = rows.open(session, who, device, lifetime);
              if (opened.isPresent()) {
                rows.addToken(session, token, null, lifetime);
                audit.record(
                    AuditEvent.of("session.login").by(Actor.user(who.id())).on("session", session));
              }
              return opened;
            });
    if (grant.isEmpty()) {
      throw new ContractException(ErrorCode.NOT_AUTHENTICATED, SessionResource.WRONG);
    }
    return pair(grant.get(), token);
  }

  /** Refuses with 1002 whatever is no token of a living session. */
  public TokenPair refresh(String presented) {
    byte[] hash = new RefreshSecret(presented).hash();
    return switch (gate.inTransaction(() -> trade(hash))) {
      case Refreshing.Renewed(Grant grant, RefreshSecret next) -> pair(grant, next);
      case Refreshing.Reused(RevocationNotice notice) -> {
        denylist.publish(notice);
        throw refused();
      }
      case Refreshing.Refused() -> throw refused();
    };
  }

  /** Nothing to do when it has ended already. */
  void logout(UUID session) {
    gate.inTransaction(() -> endings.end(session, EndReason.LOGOUT)).ifPresent(denylist::publish);
  }

  /** A token of a remote issuer, whose session is not ours to end. */
  void refuse(VerifiedToken token) {
    denylist.publish(
        gate.inTransaction(
            () -> {
              audit.record(AuditEvent.of("session.logout").on("token", token.tokenId()));
              return denylist.recordToken(token);
            }));
  }

  void purge() {
    gate.inTransaction(rows::purge);
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
    return endings
        .end(used.get().sessionId(), EndReason.REUSE)
        .<Refreshing>map(Refreshing.Reused::new)
        .orElseGet(Refreshing.Refused::new);
  }

  private Refreshing renew(UUID session, byte[] parent) {
    Optional<Grant> grant = rows.renew(session, lifetime);
    if (grant.isEmpty()) {
      return new Refreshing.Refused();
    }
    RefreshSecret next = RefreshSecret.random(random);
    rows.addToken(session, next, parent, lifetime);
    return new Refreshing.Renewed(grant.get(), next);
  }

  private TokenPair pair(Grant grant, RefreshSecret refresh) {
    return TokenPair.of(
        accessTokens.forUser(
            grant.identity().id(), grant.session(), grant.identity().roles(), grant.issuedAt()),
        refresh);
  }

  private static ContractException refused() {
    return new ContractException(ErrorCode.NOT_AUTHENTICATED, "refresh token is not valid");
  }
}
