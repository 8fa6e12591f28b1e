package dev.muster.gateway.client;

import dev.muster.gateway.feed.Feed;
import dev.muster.gateway.output.LogWatches;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** The clients' share of the gateway's periodic work. */
@Singleton
public class ClientPulse {
  private final ClientConnections connections;
  private final Feed feed;
  private final LogWatches watches;

  @Inject
  ClientPulse(ClientConnections connections, Feed feed, LogWatches watches) {
    this.connections = connections;
    this.feed = feed;
    this.watches = watches;
  }

  public int connected() {
    return connections.size();
  }

  /** Ends of tokens; of the wish for events; watches of output. */
  public void sweep() {
    connections.tick();
    feed.sweep();
    watches.sweep();
  }
}
