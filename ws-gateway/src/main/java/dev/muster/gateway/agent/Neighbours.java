package dev.muster.gateway.agent;

import java.util.HashSet;
import java.util.Iterator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The connections of one event loop. Those with something to do are looked at in every sweep, the
 * others in a few only: of thousands, reading a field of each is what an idle gateway works for.
 */
final class Neighbours {
  private static final int ALL_EVERY = 4;

  private final Set<AgentConnection> all = ConcurrentHashMap.newKeySet();
  private final Set<AgentConnection> restless = new HashSet<>();
  private int sweeps;

  /** On the event loop. */
  void add(AgentConnection connection) {
    all.add(connection);
    restless.add(connection);
  }

  /** On the event loop. */
  void remove(AgentConnection connection) {
    all.remove(connection);
    restless.remove(connection);
  }

  /** On the event loop: there is something to do for it again. */
  void stirred(AgentConnection connection) {
    restless.add(connection);
  }

  int size() {
    return all.size();
  }

  /** From any thread. */
  void tick(long now) {
    Iterator<AgentConnection> any = all.iterator();
    if (any.hasNext()) {
      any.next().onItsLoop(() -> sweep(now));
    }
  }

  private void sweep(long now) {
    sweeps++;
    if (sweeps % ALL_EVERY == 0) {
      all.forEach(each -> each.wakeIfDue(now));
    }
    restless.removeIf(each -> each.isAtRestAfterTick(now));
  }
}
