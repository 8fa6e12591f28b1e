package dev.muster.auth.account;

import java.util.UUID;

/** Answer of H1. */
record Registered(UUID userId) {}
