package dev.muster.platform;

import dev.muster.platform.edge.EdgeHealth;
import dev.muster.platform.edge.EdgeServer;
import dev.muster.platform.edge.Replicas;
import dev.muster.platform.edge.RouteTable;
import dev.muster.platform.part.ServiceKind;
import dev.muster.platform.process.FreePorts;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Who listens where. Ports are fixed for the life of a platform, so that a part that starts again
 * is found again.
 *
 * @param ports one per replica
 * @param peers base URL by which services call each other; with several replicas, a balancer's
 */
record Network(Map<ServiceKind, List<Integer>> ports, Map<ServiceKind, String> peers) {

  /**
   * Opens the edge, and a balancer for every called service with several replicas, before any of
   * them runs.
   */
  static Network open(Vertx vertx, PlatformBuilder wanted, EdgeHealth health) {
    Map<ServiceKind, List<Integer>> ports = new EnumMap<>(ServiceKind.class);
    Map<ServiceKind, Replicas> replicas = new EnumMap<>(ServiceKind.class);
    Map<String, Replicas> byName = new HashMap<>();
    for (ServiceKind kind : ServiceKind.values()) {
      List<Integer> own = new ArrayList<>();
      for (int i = 0; i < wanted.replicas(kind); i++) {
        own.add(FreePorts.next());
      }
      ports.put(kind, own);
      replicas.put(kind, Replicas.onPorts(own));
      byName.put(kind.serviceName(), replicas.get(kind));
    }
    EdgeServer.edge(vertx, wanted.edge(), RouteTable.ofProduct(), byName, health);
    Map<ServiceKind, String> peers = new EnumMap<>(ServiceKind.class);
    for (ServiceKind kind : ServiceKind.values()) {
      if (!kind.urlVariable().isEmpty()) {
        int port = ports.get(kind).getFirst();
        if (ports.get(kind).size() > 1) {
          port = FreePorts.next();
          EdgeServer.balancer(vertx, port, replicas.get(kind));
        }
        peers.put(kind, "http://127.0.0.1:" + port);
      }
    }
    return new Network(ports, peers);
  }
}
