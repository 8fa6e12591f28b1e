package dev.muster.auth.session;

import java.util.Locale;

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
  /** An old refresh token came back: somebody has a copy, and nobody can tell who. */
  REUSE;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }
}
