package dev.muster.kit.audit;

import dev.muster.internal.AuditBatch;
import dev.muster.internal.AuditEntry;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.kit.redis.Backoff;
import dev.muster.kit.redis.StopSignal;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Moves lines from this service's outbox to auth-service, oldest first. A line is deleted only
 * after auth-service has committed it, so one may be sent twice, which it takes for one; while it
 * is away lines wait in the table, and the gauge {@code muster.audit.lag} (seconds) grows.
 */
@Singleton
@IfBuildProperty(name = AuditConfig.TABLE, stringValue = AuditConfig.OUTBOX)
public class AuditShipper {
  private static final Logger LOG = Logger.getLogger(AuditShipper.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(500);

  /** Between looks for what a replica that died left behind: each keeps a connection open. */
  private static final Duration QUIET = Duration.ofMinutes(1);

  private static final Duration STOP_WITHIN = Duration.ofSeconds(5);

  private final Outbox outbox;
  private final InternalClient auth;
  private final AuditConfig config;
  private final Clock clock;
  private final Counter shipped;
  private final Semaphore due = new Semaphore(1);
  private final StopSignal stop = new StopSignal();
  private volatile Instant oldest;
  private Thread shipping;

  @Inject
  AuditShipper(
      Outbox outbox, InternalClient auth, AuditConfig config, Clock clock, MeterRegistry metrics) {
    this.outbox = outbox;
    this.auth = auth;
    this.config = config;
    this.clock = clock;
    this.shipped = metrics.counter("muster.audit.shipped");
    Gauge.builder("muster.audit.lag", this, AuditShipper::lag).register(metrics);
  }

  @Startup
  void start() {
    shipping = Thread.ofVirtual().name("audit").start(this::keepShipping);
  }

  @Shutdown
  void stop() {
    stop.give();
    due.release();
    if (shipping != null) {
      StopSignal.awaitEnd("audit", STOP_WITHIN, shipping);
    }
  }

  void wake(@Observes Audit.Written written) {
    due.release();
  }

  private void keepShipping() {
    Backoff backoff = new Backoff(FIRST_PAUSE, config.longestPause());
    boolean away = false;
    boolean woken = false;
    while (!stop.isGiven()) {
      try {
        boolean busy = shipAll() || woken;
        if (away) {
          LOG.info("the audit log reaches auth-service again");
          away = false;
        }
        backoff.reset();
        woken = awaitWork(busy ? config.shipEvery() : QUIET);
      } catch (RuntimeException e) {
        if (!away) {
          LOG.warnf("lines of the audit log wait here: %s", e.getMessage());
          away = true;
        }
        stop.pause(backoff.next());
      }
    }
  }

  private boolean shipAll() {
    List<AuditEntry> next = outbox.oldest();
    boolean found = !next.isEmpty();
    while (!next.isEmpty() && !stop.isGiven()) {
      oldest = next.getFirst().at();
      auth.post(Peer.AUTH, "/internal/audit", new AuditBatch(next), Void.class);
      outbox.forget(next);
      shipped.increment(next.size());
      next = outbox.oldest();
    }
    oldest = next.isEmpty() ? null : next.getFirst().at();
    return found;
  }

  /** The line that woke us may not be committed yet: what gathers meanwhile goes with it. */
  private boolean awaitWork(Duration longest) {
    try {
      if (due.tryAcquire(longest.toMillis(), TimeUnit.MILLISECONDS)) {
        stop.pause(config.gather());
        due.drainPermits();
        return true;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      stop.give();
    }
    return false;
  }

  private double lag() {
    Instant since = oldest;
    return since == null
        ? 0
        : Math.max(0, Duration.between(since, clock.instant()).toMillis()) / 1e3;
  }
}
