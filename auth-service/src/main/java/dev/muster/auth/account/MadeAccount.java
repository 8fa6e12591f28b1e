package dev.muster.auth.account;

import java.util.UUID;

/**
 * An account that there is now.
 *
 * @param repeated an earlier request with the same {@code Idempotency-Key} made it
 */
public record MadeAccount(UUID id, boolean repeated) {}
