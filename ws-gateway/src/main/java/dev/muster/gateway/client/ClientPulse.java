package dev.muster.gateway.client;

import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The clients' share of the gateway's periodic work. */
@Singleton
public class ClientPulse {
  private final ClientConnections connections;
  private final TaskEvents events;

  @Inject
  ClientPulse(ClientConnections connections, TaskEvents events) {
    this.connections = connections;
    this.events = events;
  }

  public int connected() {
    return connections.size();
  }

  /** Ends of tokens; of the wish for events. */
  public void sweep() {
    connections.forEach(each -> each.run(ClientSession::tick));
    events.sweep();
  }
}
