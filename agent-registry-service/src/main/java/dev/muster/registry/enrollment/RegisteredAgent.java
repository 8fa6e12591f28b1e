package dev.muster.registry.enrollment;

import com.fasterxml.jackson.annotation.JsonIgnore;
import java.util.UUID;

/**
 * Answer of {@code POST /api/agents/register}.
 *
 * @param agentToken shown this once; the one before it is dead
 * @param wsUrl where the agent connects
 * @param known the machine had this agent before
 */
record RegisteredAgent(UUID agentId, String agentToken, String wsUrl, @JsonIgnore boolean known) {
  @Override
  public String toString() {
    return "RegisteredAgent[" + agentId + "]";
  }
}
