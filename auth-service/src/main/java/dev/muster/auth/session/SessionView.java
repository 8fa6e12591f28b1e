package dev.muster.auth.session;

import java.time.Instant;
import java.util.UUID;

/**
 * A session that can still be used.
 *
 * @param expiresAt when it ends unless it is renewed before
 * @param userAgent as the client called itself when it logged in; may be null, as may {@code ip}
 * @param current the one that asks
 */
record SessionView(
    UUID id,
    Instant createdAt,
    Instant lastUsedAt,
    Instant expiresAt,
    String userAgent,
    String ip,
    boolean current) {}
