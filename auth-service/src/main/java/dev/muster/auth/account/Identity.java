package dev.muster.auth.account;

import java.util.List;
import java.util.UUID;

/** Who has been recognised, and what they may be. */
public record Identity(UUID id, List<String> roles) {}
