package dev.muster.tasks.retention;

import dev.muster.tasks.config.OwnThread;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Looks after the weeks at the start and every hour; every replica does. */
@ApplicationScoped
class RetentionRounds {
  private static final Logger LOG = Logger.getLogger(RetentionRounds.class);
  private static final Duration PAUSE = Duration.ofHours(1);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private final Retention retention;
  private final MeterRegistry metrics;
  private Thread thread;
  private volatile int weeksAhead;

  @Inject
  RetentionRounds(Retention retention, MeterRegistry metrics) {
    this.retention = retention;
    this.metrics = metrics;
  }

  void start(@Observes StartupEvent event) {
    // 0: tasks of the week that comes will be in the default partition, until one is made.
    Gauge.builder("muster.task.weeks.ahead", this, each -> each.weeksAhead)
        .description("weeks to come that have partitions")
        .register(metrics);
    thread = OwnThread.start("retention", this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    thread.interrupt();
    thread.join(Duration.ofSeconds(10));
  }

  private void run() {
    try {
      do {
        try {
          weeksAhead = retention.makeWeeks();
          retention.dropOld();
        } catch (RuntimeException e) {
          LOG.warnf("weeks not looked after: %s", e.getMessage());
        }
      } while (!stopped.await(PAUSE.toMillis(), TimeUnit.MILLISECONDS));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
