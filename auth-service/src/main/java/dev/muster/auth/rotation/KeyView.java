package dev.muster.auth.rotation;

import java.time.Instant;

/**
 * A signing key as an administrator sees it: nothing of the key itself. Times are left out until
 * they are known.
 *
 * @param kid RFC 7638 thumbprint, as in the tokens' header
 * @param state {@code pending}, {@code active}, {@code retired} or {@code revoked}
 * @param activateAt when a pending key is to sign
 * @param publishedUntil until when a retired key still verifies
 */
record KeyView(
    String kid,
    String state,
    Instant createdAt,
    Instant activateAt,
    Instant activatedAt,
    Instant retiredAt,
    Instant publishedUntil,
    Instant revokedAt) {
  boolean is(String wanted) {
    return state.equals(wanted);
  }
}
