package dev.muster.auth.user;

/** Answer of {@code DELETE /api/v1/users/{id}}. */
record DeletedUser(boolean deleted) {}
