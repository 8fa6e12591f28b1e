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
  private volatile int told;

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

  public boolean isFull() {
    return open.get() >= most;
  }

  public void drain() {
    told = open.get();
    draining = true;
  }

  /** How many were here when the drain began. */
  public int told() {
    return told;
  }

  public boolean isDraining() {
    return draining;
  }
}
