package dev.muster.registry.agent;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Answer of {@code POST /api/agents}.
 *
 * @param token the token that was made, shown this once; left out when the caller brought its own
 *     or repeats an earlier request
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CreatedAgent(UUID id, String token) {

  @Override
  public String toString() {
    return "CreatedAgent[" + id + "]";
  }
}
