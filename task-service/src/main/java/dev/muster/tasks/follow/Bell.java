package dev.muster.tasks.follow;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** One thread waits; any may wake it. */
public final class Bell {
  private final Semaphore rung = new Semaphore(0);

  public void ring() {
    rung.release();
  }

  /** Whether it was rung since the last call; also true for a thread that is to end. */
  public boolean await(Duration atMost) {
    try {
      boolean heard = rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
      rung.drainPermits();
      return heard;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }
}
