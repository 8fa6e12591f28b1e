package dev.muster.auth.user;

/** Answer of {@code PUT /api/v1/users/me/password}. */
record ChangedPassword(boolean updated) {}
