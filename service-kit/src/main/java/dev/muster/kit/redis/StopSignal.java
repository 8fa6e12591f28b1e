package dev.muster.kit.redis;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/** Tells a loop to end, and cuts its pauses short. */
public final class StopSignal {
  private static final Logger LOG = Logger.getLogger(StopSignal.class);

  private final CountDownLatch given = new CountDownLatch(1);

  public void give() {
    given.countDown();
  }

  public boolean isGiven() {
    return given.getCount() == 0;
  }

  /** Waits that long, or until the signal is given; whether it was. */
  public boolean pause(Duration time) {
    try {
      return given.await(time.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      give();
      return true;
    }
  }

  /**
   * Waits for those that were told to end; warns and gives up when one takes longer.
   *
   * @param name of their work, for the warning
   * @param within for each of them
   */
  public static void awaitEnd(String name, Duration within, Thread... threads) {
    try {
      for (Thread each : threads) {
        if (!each.join(within)) {
          LOG.warnf("%s: still busy %s after it was stopped", name, within);
          return;
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
