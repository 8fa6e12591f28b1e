package dev.muster.auth.session;

import java.util.Locale;

/** Why a session was ended before its time. */
enum EndReason {
  /** Its user said so. */
  LOGOUT,
  /** An old refresh token came back: somebody has a copy, and nobody can tell who. */
  REUSE;

  String stored() {
    return name().toLowerCase(Locale.ROOT);
  }
}
