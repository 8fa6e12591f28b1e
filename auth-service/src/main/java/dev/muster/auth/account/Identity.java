package dev.muster.auth.account;

import java.util.List;
import java.util.UUID;

/** Whose session it is, and what they may be. */
public record Identity(UUID id, List<String> roles) {}
