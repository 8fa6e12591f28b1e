package dev.muster.auth.session;

import dev.muster.event.RevocationNotice;

/** What became of a refresh token that was presented. */
sealed interface Refreshing {
  /** Traded for a new one. */
  record Renewed(Grant grant, RefreshSecret next) implements Refreshing {}

  /** Used before, and not just now: the session has been ended, which others must hear. */
  record Reused(RevocationNotice notice) implements Refreshing {}

  /** Unknown, expired, or of a session that has ended. */
  record Refused() implements Refreshing {}
}
