package dev.muster.auth.user;

import java.util.UUID;

/** Answer of {@code POST /api/v1/users}. */
record CreatedUser(UUID id) {}
