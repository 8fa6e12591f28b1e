package dev.muster.agent;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Waits for what other processes bring about and nobody signals. */
public final class Eventually {
  private static final long PATIENCE = TimeUnit.SECONDS.toNanos(15);
  private static final long LOOK = TimeUnit.MILLISECONDS.toNanos(10);

  private Eventually() {}

  /** Something that may become true. */
  public interface Condition {
    boolean holds() throws Exception;
  }

  public static void holds(Condition condition) throws Exception {
    long end = System.nanoTime() + PATIENCE;
    while (!condition.holds()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("it never came true");
      }
      LockSupport.parkNanos(LOOK);
    }
  }
}
