package dev.muster.agent.session;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/** How often heartbeats go, which the server may change at any time. */
final class Rhythm {
  private final Semaphore wakes = new Semaphore(0);
  private long intervalMs;
  private boolean changed;

  /** As the server answered the registration; a change that came before it counts. */
  synchronized void begin(long registeredMs) {
    if (!changed) {
      intervalMs = registeredMs;
    }
  }

  /** From now on: whoever waits waits no longer. */
  void change(long newMs) {
    synchronized (this) {
      changed = true;
      intervalMs = newMs;
    }
    wake();
  }

  synchronized long intervalMs() {
    return intervalMs;
  }

  void wake() {
    wakes.release();
  }

  /** Returns when the next heartbeat is due, or after {@link #wake}. */
  void await() throws InterruptedException {
    boolean unused = wakes.tryAcquire(intervalMs(), TimeUnit.MILLISECONDS);
  }
}
