package dev.muster.gateway.operations;

import java.time.Instant;
import java.util.List;

/**
 * The state of the gateways, as one of them sees it.
 *
 * @param gateways those that live; only the answering one while Redis is away
 * @param connections of all those gateways
 * @param streams none while Redis is away
 */
record SystemView(
    String service,
    String version,
    String gatewayId,
    Instant since,
    long uptimeSeconds,
    Memory memory,
    boolean redisReachable,
    Sockets connections,
    List<GatewayView> gateways,
    List<StreamView> streams) {

  /** Bytes of this process' heap. */
  record Memory(long heapUsed, long heapMax) {
    static Memory now() {
      Runtime runtime = Runtime.getRuntime();
      return new Memory(runtime.totalMemory() - runtime.freeMemory(), runtime.maxMemory());
    }
  }

  /** Open sockets by role. */
  record Sockets(long agents, long clients) {
    static Sockets of(List<GatewayView> gateways) {
      return new Sockets(
          gateways.stream().mapToLong(GatewayView::agents).sum(),
          gateways.stream().mapToLong(GatewayView::clients).sum());
    }
  }
}
