package dev.muster.auth.rotation;

/** Answer of {@code DELETE /api/v1/auth/keys/{kid}}. */
record RevokedKey(boolean revoked) {}
