package dev.muster.tasks.follow;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.ThreadLocalRandom;

/** The places of requests that are held open at this replica. */
@ApplicationScoped
public class Places {
  private final Semaphore free;
  private volatile boolean ending;

  @Inject
  Places(FollowConfig config, MeterRegistry registry) {
    this.free = new Semaphore(config.most());
    Gauge.builder("muster.follow.open", free, each -> config.most() - each.availablePermits())
        .description("Requests that follow tasks")
        .register(registry);
  }

  /** False when all are taken, and when the replica is about to end. */
  public boolean tryTake() {
    return !ending && free.tryAcquire();
  }

  /** Throws 5003 where {@link #tryTake} is false. */
  public void take() {
    if (!tryTake()) {
      throw ContractException.retryLater(
          ErrorCode.UNAVAILABLE,
          "too many follow tasks here",
          Duration.ofSeconds(ThreadLocalRandom.current().nextInt(2, 8)),
          null);
    }
  }

  /** Gives back one that was taken. */
  public void leave() {
    free.release();
  }

  /** Whoever has a place is to leave it. */
  public boolean isEnding() {
    return ending;
  }

  /** Held requests are under way, and the end waits for those. */
  void end(@Observes ShutdownDelayInitiatedEvent event) {
    ending = true;
  }
}
