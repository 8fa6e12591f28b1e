package dev.muster.auth.session;

/** Answer of {@code DELETE /api/v1/users/{id}/sessions}: how many ended by it. */
record EndedSessions(int ended) {}
