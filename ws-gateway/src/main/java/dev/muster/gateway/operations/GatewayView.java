package dev.muster.gateway.operations;

import dev.muster.gateway.fleet.Announcement;
import java.time.Instant;

/**
 * A gateway that lives.
 *
 * @param agents sockets of agents
 * @param clients sockets of users
 */
record GatewayView(
    String id,
    Instant since,
    Instant lastSeen,
    String version,
    int agents,
    int clients,
    boolean draining) {

  static GatewayView of(Announcement gateway) {
    return new GatewayView(
        gateway.id(),
        Instant.ofEpochMilli(gateway.since()),
        Instant.ofEpochMilli(gateway.lastSeen()),
        gateway.version(),
        gateway.agents(),
        gateway.clients(),
        gateway.draining());
  }
}
