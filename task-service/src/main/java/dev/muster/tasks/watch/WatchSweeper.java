package dev.muster.tasks.watch;

import dev.muster.tasks.config.OwnThread;
import dev.muster.tasks.config.TaskConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Renews this replica's own watches, and ends those that ran out. Every replica looks after the
 * tasks that it knows of; the script in Redis lets one of them say stop.
 */
@ApplicationScoped
class WatchSweeper {
  private static final Logger LOG = Logger.getLogger(WatchSweeper.class);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private Thread thread;

  @Inject Watches watches;
  @Inject OwnWatches own;
  @Inject TaskConfig config;

  void start(@Observes StartupEvent event) {
    thread = OwnThread.start("watch-sweeper", this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    thread.join(Duration.ofSeconds(10));
  }

  private void run() {
    try {
      while (!stopped.await(config.watchSweep().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          own.renew();
          watches.sweep();
        } catch (RuntimeException e) {
          // Redis is away: the watches in it are made good by their renewals.
          LOG.debugf("watches not looked at: %s", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
