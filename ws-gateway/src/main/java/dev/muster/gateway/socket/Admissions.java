package dev.muster.gateway.socket;

import dev.muster.gateway.GatewayConfig;
import dev.muster.wire.CloseReason;
import dev.muster.wire.RetryHint;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;

/**
 * Lets new sockets in at a bounded rate, and says to whoever can't come in or has to leave when to
 * come back: to each another time, so that they come no faster than they can be let in.
 * Thread-safe.
 */
@Singleton
public final class Admissions {
  private static final long SOONEST_MS = 1_000;
  private static final long LATEST_MS = 60_000;

  private final GatewayConfig config;
  private final Capacity capacity;
  private final Clock clock;
  private final InboundRate rate;
  private double lastTurn;

  @Inject
  public Admissions(GatewayConfig config, Capacity capacity, Clock clock) {
    this.config = config;
    this.capacity = capacity;
    this.clock = clock;
    this.rate =
        new InboundRate(config.admission().perSecond(), config.admission().burst(), clock.millis());
  }

  /** False when too many came at once, or there is no room at all. */
  public boolean admit() {
    if (capacity.isFull()) {
      return false;
    }
    synchronized (this) {
      return rate.admit(clock.millis());
    }
  }

  /** For a socket that is closed for this reason. */
  public Duration comeback(CloseReason reason) {
    return reason == CloseReason.DRAINING ? afterDrain() : nextTurn();
  }

  /** For an upgrade that is refused with 503. */
  public Map<String, List<String>> headers() {
    long ms = (capacity.isDraining() ? afterDrain() : nextTurn()).toMillis();
    return Map.of(
        "Retry-After",
        List.of(Long.toString(Math.ceilDiv(ms, 1_000L))),
        RetryHint.HEADER,
        List.of(Long.toString(ms)));
  }

  /** A place in the queue of all that were sent away. Beyond the longest wait they are shuffled. */
  private synchronized Duration nextTurn() {
    long now = clock.millis();
    double turn =
        Math.max(lastTurn, (double) (now + SOONEST_MS)) + 1_000.0 / config.admission().perSecond();
    if (turn > now + LATEST_MS) {
      return Duration.ofMillis(upTo(LATEST_MS / 2) + LATEST_MS / 2);
    }
    lastTurn = turn;
    return Duration.ofMillis((long) Math.ceil(turn - now));
  }

  /** All who are here come to the others, which let a burst in at once and then this rate. */
  private Duration afterDrain() {
    long queue = Math.max(0, capacity.told() - config.admission().burst());
    long needed = queue * 1_000L / config.admission().perSecond();
    long window = Math.max(config.drainSpread().toMillis(), needed);
    return Duration.ofMillis(upTo(Math.min(window, LATEST_MS)));
  }

  private static long upTo(long bound) {
    return ThreadLocalRandom.current().nextLong(bound + 1);
  }
}
