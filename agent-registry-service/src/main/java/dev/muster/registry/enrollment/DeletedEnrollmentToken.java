package dev.muster.registry.enrollment;

/** Answer of {@code DELETE /api/enrollment-tokens/{id}}. */
record DeletedEnrollmentToken(boolean deleted) {}
