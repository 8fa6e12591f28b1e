package dev.muster.gateway.client;

import dev.muster.wire.CloseReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;

/** How the clients leave a gateway that stops. */
@Singleton
public class ClientDrain {
  private final ClientConnections connections;

  @Inject
  ClientDrain(ClientConnections connections) {
    this.connections = connections;
  }

  /** One step for each connection, to be taken one after the other. */
  public List<Runnable> steps() {
    List<Runnable> steps = new ArrayList<>();
    connections.forEach(
        each -> steps.add(() -> each.run(session -> session.close(CloseReason.DRAINING))));
    return steps;
  }
}
