package dev.muster.gateway.socket;

import dev.muster.gateway.GatewayConfig;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.concurrent.atomic.AtomicInteger;

/** How many sockets there may be, of every role together, and whether new ones are welcome. */
@Singleton
public final class Capacity {
  private final int most;
  private final AtomicInteger open = new AtomicInteger();
  private volatile boolean draining;

  @Inject
  public Capacity(GatewayConfig config) {
    this.most = config.maxConnections();
  }

  /** Each true is followed by one {@link #leave}. */
  public boolean enter() {
    if (open.incrementAndGet() > most) {
      open.decrementAndGet();
      return false;
    }
    return true;
  }

  public void leave() {
    open.decrementAndGet();
  }

  public int open() {
    return open.get();
  }

  public void drain() {
    draining = true;
  }

  public boolean isDraining() {
    return draining;
  }
}
