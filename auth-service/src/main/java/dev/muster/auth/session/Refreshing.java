package dev.muster.auth.session;

import dev.muster.auth.account.Identity;
import dev.muster.event.RevocationNotice;
import java.util.UUID;

/** What became of a refresh token that was presented. */
sealed interface Refreshing {
  /** Traded for a new one. */
  record Renewed(UUID sessionId, Identity identity, RefreshSecret next) implements Refreshing {}

  /** Used before, and not just now: the session has been ended, which others must hear. */
  record Reused(RevocationNotice notice) implements Refreshing {}

  /** Unknown, expired, or of a session that has ended. */
  record Refused() implements Refreshing {}
}
