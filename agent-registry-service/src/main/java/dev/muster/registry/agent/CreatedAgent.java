package dev.muster.registry.agent;

import com.fasterxml.jackson.annotation.JsonIgnore;
import com.fasterxml.jackson.annotation.JsonInclude;
import java.util.UUID;

/**
 * Answer of {@code POST /api/agents}.
 *
 * @param token the token that was made, shown this once; left out when the caller brought its own
 *     or repeats an earlier request
 * @param repeated an earlier request made it
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record CreatedAgent(UUID id, String token, @JsonIgnore boolean repeated) {

  @Override
  public String toString() {
    return "CreatedAgent[" + id + "]";
  }
}
