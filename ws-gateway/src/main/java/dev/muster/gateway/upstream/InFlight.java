package dev.muster.gateway.upstream;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What one connection has on its way to Redis, not yet confirmed. Bounded, so that none fills the
 * pipeline that all share. Frames begin on the connection's event loop; they end on any thread.
 */
public final class InFlight {
  private final GatewayConfig.InFlightLimits limits;
  private final GatewayMetrics metrics;
  private final AtomicInteger frames = new AtomicInteger();
  private final AtomicLong bytes = new AtomicLong();
  private final AtomicInteger refused = new AtomicInteger();

  public InFlight(GatewayConfig.InFlightLimits limits, GatewayMetrics metrics) {
    this.limits = limits;
    this.metrics = metrics;
  }

  /** False when the frame may not go: its sender sends it again. One of any size passes alone. */
  public boolean begin(int size) {
    int under = frames.get();
    if (under >= limits.frames() || (under > 0 && bytes.get() + size > limits.bytes())) {
      refused.incrementAndGet();
      return false;
    }
    frames.incrementAndGet();
    bytes.addAndGet(size);
    metrics.inFlightChanged(1);
    return true;
  }

  public void confirmed(int size) {
    end(size);
  }

  /** That Redis is away is not the peer's fault: what was refused meanwhile doesn't count. */
  public void failed(int size) {
    refused.set(0);
    end(size);
  }

  /** Whether the peer goes on sending what it is not to send. */
  public boolean isOverdone() {
    return refused.get() > limits.tolerated();
  }

  private void end(int size) {
    frames.decrementAndGet();
    bytes.addAndGet(-size);
    metrics.inFlightChanged(-1);
  }
}
