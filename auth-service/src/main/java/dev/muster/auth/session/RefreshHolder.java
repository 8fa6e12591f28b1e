package dev.muster.auth.session;

import java.time.Instant;
import java.util.UUID;

/** Whose refresh token it is, that can still be used. */
public record RefreshHolder(UUID session, UUID account, Instant expiresAt) {}
