package dev.muster.tasks.dispatch;

import jakarta.inject.Singleton;
import java.util.UUID;

/** What has changed since the last dispatch round, for which the dispatcher waits. Thread-safe. */
@Singleton
public final class Dirty {
  private Freed freed = new Freed();
  private boolean stopped;

  synchronized void agent(String namespace, UUID agentId) {
    freed.agent(namespace, agentId);
    notifyAll();
  }

  synchronized void route(String namespace, long routeId) {
    freed.route(namespace, routeId);
    notifyAll();
  }

  /** What a commit has freed, and nothing was claimed with it. */
  public synchronized void add(Freed others) {
    others.byNamespace().forEach(freed::add);
    notifyAll();
  }

  /**
   * Hands over what has changed, for which it waits if there is nothing else; false when stopped.
   */
  synchronized boolean take(Turns turns) throws InterruptedException {
    while (freed.isEmpty() && turns.isEmpty() && !stopped) {
      wait();
    }
    if (stopped) {
      return false;
    }
    freed.byNamespace().forEach(turns::add);
    freed = new Freed();
    return true;
  }

  synchronized void stop() {
    stopped = true;
    notifyAll();
  }
}
