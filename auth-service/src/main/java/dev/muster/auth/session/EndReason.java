package dev.muster.auth.session;

import dev.muster.error.ErrorCode;
import dev.muster.kit.audit.AuditEvent;
import java.util.Locale;
import java.util.UUID;

/** Why a session was ended before its time. */
public enum EndReason {
  /** Its user said so. */
  LOGOUT,
  /** Its user or an administrator ended it from elsewhere, or a client gave its token back. */
  REVOKED,
  /** Its user has a new password. */
  PASSWORD,
  /** Its account was disabled. */
  DISABLED,
  /** Its account was deleted. */
  DELETED,
  /** An old refresh token came back: somebody has a copy, and nobody can tell who. */
  REUSE;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }

  AuditEvent ended(UUID session) {
    AuditEvent event =
        switch (this) {
          case LOGOUT -> AuditEvent.of("session.logout");
          case REUSE -> AuditEvent.of("session.token_reuse").denied(ErrorCode.NOT_AUTHENTICATED);
          case REVOKED, PASSWORD, DISABLED, DELETED ->
              AuditEvent.of("session.end").with("reason", stored());
        };
    return event.on("session", session);
  }
}
