package dev.muster.platform.edge;

import io.vertx.core.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The addresses of one service, in turn. One that refused a connection is asked last for a second.
 */
public final class Replicas {
  private static final long AVOID_NANOS = 1_000_000_000L;

  private final List<SocketAddress> addresses;
  private final AtomicInteger turn = new AtomicInteger();
  private final Map<SocketAddress, Long> refusedAt = new ConcurrentHashMap<>();

  private Replicas(List<SocketAddress> addresses) {
    this.addresses = List.copyOf(addresses);
  }

  /** Replicas on these loopback ports. */
  public static Replicas onPorts(List<Integer> ports) {
    return new Replicas(
        ports.stream().map(port -> SocketAddress.inetSocketAddress(port, "127.0.0.1")).toList());
  }

  /** All addresses, in the order in which this request should try them. */
  List<SocketAddress> order() {
    List<SocketAddress> preferred = new ArrayList<>();
    List<SocketAddress> avoided = new ArrayList<>();
    int first = Math.floorMod(turn.getAndIncrement(), Math.max(1, addresses.size()));
    for (int i = 0; i < addresses.size(); i++) {
      SocketAddress address = addresses.get((first + i) % addresses.size());
      Long refused = refusedAt.get(address);
      boolean recently = refused != null && System.nanoTime() - refused < AVOID_NANOS;
      (recently ? avoided : preferred).add(address);
    }
    preferred.addAll(avoided);
    return preferred;
  }

  void refused(SocketAddress address) {
    refusedAt.put(address, System.nanoTime());
  }

  void accepted(SocketAddress address) {
    refusedAt.remove(address);
  }
}
