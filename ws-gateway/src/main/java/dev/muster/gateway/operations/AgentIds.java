package dev.muster.gateway.operations;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import java.util.UUID;

/** An agent's id as a query names it. */
final class AgentIds {
  private AgentIds() {}

  static UUID ofQuery(String text) {
    return Ids.parse(text)
        .orElseThrow(() -> ContractException.badParameter("agent_id", "must be a UUID"));
  }
}
