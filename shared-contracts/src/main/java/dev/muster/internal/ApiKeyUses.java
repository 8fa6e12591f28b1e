package dev.muster.internal;

import java.util.List;
import java.util.UUID;

/**
 * A service tells auth-service which API keys were used a moment ago: the body of {@code POST
 * /internal/api-keys/uses}, at most {@value #MOST} of them.
 */
public record ApiKeyUses(List<UUID> ids) {
  public static final int MOST = 1_000;
}
