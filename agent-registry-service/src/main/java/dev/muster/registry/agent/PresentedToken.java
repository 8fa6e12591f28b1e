package dev.muster.registry.agent;

import dev.muster.registry.token.AgentToken;
import jakarta.validation.constraints.NotNull;

/** Body of {@code POST /internal/agents/{id}/authenticate}: what an agent showed a gateway. */
record PresentedToken(@NotNull String token) {

  AgentToken value() {
    return AgentToken.of(token);
  }

  @Override
  public String toString() {
    return "PresentedToken[REDACTED]";
  }
}
