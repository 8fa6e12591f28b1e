package dev.muster.auth.user;

import java.time.Instant;
import java.util.UUID;

/** A row of {@code account} without its secrets. */
record User(UUID id, String email, UserState state, Instant createdAt, long version) {}
