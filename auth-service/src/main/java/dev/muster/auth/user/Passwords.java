package dev.muster.auth.user;

import dev.muster.auth.password.PasswordHashing;
import dev.muster.auth.revocation.Denylist;
import dev.muster.auth.session.EndReason;
import dev.muster.auth.session.SessionEndings;
import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.audit.Audit;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.db.DatabaseGate;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** A user's own password. No transaction is open while one is computed. */
@ApplicationScoped
class Passwords {
  private final UserTable rows;
  private final PasswordHashing hashing;
  private final SessionEndings sessions;
  private final Denylist denylist;
  private final Audit audit;
  private final DatabaseGate gate;

  @Inject
  Passwords(
      UserTable rows,
      PasswordHashing hashing,
      SessionEndings sessions,
      Denylist denylist,
      Audit audit,
      DatabaseGate gate) {
    this.rows = rows;
    this.hashing = hashing;
    this.sessions = sessions;
    this.denylist = denylist;
    this.audit = audit;
    this.gate = gate;
  }

  /**
   * Ends all sessions of the user but the given one. Throws 1001 for a wrong current password: the
   * caller's token is good, so a 1002 would only make its client renew it.
   */
  void change(UUID user, UUID session, PasswordChange wanted) {
    String before =
        gate.inTransaction(() -> rows.passwordHash(user))
            .orElseThrow(
                () -> new ContractException(ErrorCode.NOT_AUTHENTICATED, "account is gone"));
    if (!hashing.matches(wanted.currentPassword(), before)) {
      throw wrong();
    }
    String next = hashing.hash(wanted.newPassword());
    SessionEndings.Ended ended =
        gate.inTransaction(
            () -> {
              if (!rows.setPassword(user, before, next)) {
                throw wrong();
              }
              audit.record(AuditEvent.of("account.password.change").on("account", user));
              return sessions.endOthers(user, session, EndReason.PASSWORD);
            });
    ended.notices().forEach(denylist::publish);
  }

  private static ContractException wrong() {
    return ContractException.badParameter("current_password", "is wrong");
  }
}
