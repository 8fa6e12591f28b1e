package dev.muster.auth.user;

import dev.muster.auth.account.AccountReach;
import dev.muster.auth.revocation.Denylist;
import dev.muster.auth.session.EndReason;
import dev.muster.auth.session.SessionEndings;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.http.Page;
import dev.muster.kit.http.VersionTag;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Optional;
import java.util.UUID;

/**
 * What administrators do with accounts. Whatever takes rights away is in the denylist when it is
 * committed, and every service and open socket hears of it within a second.
 */
@ApplicationScoped
class Users {
  /** What others must hear of a change that was committed. */
  private record Change(User user, Optional<RevocationNotice> notice) {}

  private final UserTable rows;
  private final SessionEndings sessions;
  private final Denylist denylist;
  private final Audit audit;
  private final DatabaseGate gate;

  @Inject
  Users(
      UserTable rows, SessionEndings sessions, Denylist denylist, Audit audit, DatabaseGate gate) {
    this.rows = rows;
    this.sessions = sessions;
    this.denylist = denylist;
    this.audit = audit;
    this.gate = gate;
  }

  Page<UserView> page(UserFilter filter, int offset, int size) {
    return gate.inTransaction(
        () ->
            new Page<>(
                rows.page(filter, offset, size).stream().map(UserView::of).toList(),
                rows.count(filter)));
  }

  /** Throws 2001 when there is none. */
  User get(UUID id) {
    return gate.inTransaction(() -> rows.find(id)).orElseThrow(AccountReach::unknown);
  }

  /**
   * Throws 2003 when {@code ifMatch} names another version, 2002 when the last enabled
   * administrator would be none any more.
   */
  User change(UUID id, ChangeUser wanted, String ifMatch) {
    Change change = gate.inTransaction(() -> changed(id, wanted, ifMatch));
    change.notice().ifPresent(denylist::publish);
    return change.user();
  }

  /** Throws as {@link #change}. */
  void delete(UUID id, String ifMatch) {
    denylist.publish(gate.inTransaction(() -> deleted(id, ifMatch)));
  }

  private Change changed(UUID id, ChangeUser wanted, String ifMatch) {
    if (wanted.needsAdministrator()) {
      rows.lockAdministrators();
    }
    User before = locked(id, ifMatch);
    UserState next = wanted.onto(before.state());
    if (next.equals(before.state())) {
      return new Change(before, Optional.empty());
    }
    if (before.state().administers() && !next.administers()) {
      requireAnotherAdministrator(id);
    }
    boolean revokes = next.revokes(before.state());
    UserTable.Changed row = rows.change(id, next, revokes);
    audit.record(next.changeOf(id, before.state()));
    if (next.disabled() && !before.state().disabled()) {
      // Its access tokens are refused as the user's, so that nobody needs to hear of each session.
      sessions.endSilently(id, EndReason.DISABLED);
    }
    return new Change(
        new User(id, before.email(), next, before.createdAt(), row.version()),
        revokes ? Optional.of(denylist.recordUser(id, row.tokensSince())) : Optional.empty());
  }

  private RevocationNotice deleted(UUID id, String ifMatch) {
    rows.lockAdministrators();
    User user = locked(id, ifMatch);
    if (user.state().administers()) {
      requireAnotherAdministrator(id);
    }
    audit.record(AuditEvent.of("account.delete").on("account", id).with("email", user.email()));
    sessions.endSilently(id, EndReason.DELETED);
    rows.delete(id);
    return denylist.recordUser(id);
  }

  private User locked(UUID id, String ifMatch) {
    User user = rows.locked(id).orElseThrow(AccountReach::unknown);
    VersionTag.require(ifMatch, user.version());
    return user;
  }

  private void requireAnotherAdministrator(UUID id) {
    if (!rows.hasOtherAdministrators(id)) {
      throw new ContractException(ErrorCode.CONFLICT, "this is the last enabled administrator");
    }
  }
}
