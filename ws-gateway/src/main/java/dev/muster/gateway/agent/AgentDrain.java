package dev.muster.gateway.agent;

import dev.muster.wire.CloseReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** How the agents leave a gateway that stops, and what happens with what is left. */
@Singleton
public class AgentDrain {
  private final AgentConnections connections;
  private final OwnStream commands;

  @Inject
  AgentDrain(AgentConnections connections, OwnStream commands) {
    this.connections = connections;
    this.commands = commands;
  }

  /** One step for each connection, to be taken one after the other. */
  public List<Runnable> steps() {
    List<Runnable> steps = new ArrayList<>();
    connections.forEach(
        each -> steps.add(() -> each.run(session -> session.close(CloseReason.DRAINING))));
    return steps;
  }

  /** Once the connections are gone: nothing is read from Redis any more. */
  public void finish() {
    commands.stop();
  }
}
