package dev.muster.internal;

import java.util.List;
import java.util.UUID;

/**
 * Agents that a service wants to know about: the body of {@code POST /internal/agents/profiles}.
 * The answer is {@link Known}.
 *
 * @param ids at most {@value #MOST}
 */
public record AgentsAsked(List<UUID> ids) {
  public static final int MOST = 500;

  /** Those of them that exist, in any order. */
  public record Known(List<AgentProfile> items) {}
}
