package dev.muster.agent.process;

import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A process and all that came of it. On Linux these are the members of its session and whatever
 * carries its mark in the environment, so that neither reparented grandchildren nor daemons get
 * away; elsewhere its descendants, those included that were seen before their parent ended. Signals
 * go through {@link ProcessHandle}, which never hits a reused process id.
 */
final class ProcessTree {
  /** Carries a random value that only this attempt's processes inherit. */
  static final String MARK = "MUSTER_PROCESS_MARK";

  private static final long FIRST_LOOK_MS = 10;
  private static final long LAST_LOOK_MS = 200;
  private static final Duration KILL_WAIT = Duration.ofSeconds(10);

  private final ProcessHandle leader;
  private final long session;
  private final String mark;
  private final long startedAt;
  private final Map<Long, ProcessHandle> seen = new LinkedHashMap<>();

  /** With nobody left to fork, this stays true. */
  private boolean gone;

  /**
   * @param leader null when it is gone and only its mark is left
   */
  ProcessTree(ProcessHandle leader, String mark) {
    this.leader = leader;
    this.session = leader == null ? -1 : leader.pid();
    this.startedAt = leader == null ? 0 : ProcTable.startedAt(leader.pid());
    this.mark = MARK + "=" + mark;
  }

  /** TERM to all, then KILL to what is left after the grace; returns when nothing is left. */
  synchronized boolean end(Duration grace) throws InterruptedException {
    if (alive().isEmpty()) {
      return true;
    }
    if (!grace.isZero()) {
      alive().forEach(ProcessHandle::destroy);
      if (awaitNone(grace, false)) {
        return true;
      }
    }
    return awaitNone(KILL_WAIT, true);
  }

  private boolean awaitNone(Duration atMost, boolean kill) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    for (long look = FIRST_LOOK_MS; ; look = Math.min(LAST_LOOK_MS, look * 2)) {
      List<ProcessHandle> left = alive();
      if (left.isEmpty()) {
        return true;
      }
      if (kill) {
        // Again each time: a process may have forked between the look and the signal.
        left.forEach(ProcessHandle::destroyForcibly);
      }
      long rest = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (rest <= 0) {
        return false;
      }
      awaitExit(left.getFirst(), Math.min(look, rest));
    }
  }

  private static void awaitExit(ProcessHandle process, long ms) throws InterruptedException {
    try {
      var unused = process.onExit().get(ms, TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      return;
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks again each time. */
  synchronized List<ProcessHandle> alive() {
    if (gone) {
      return List.of();
    }
    if (leader != null && leader.isAlive()) {
      see(leader);
      leader.descendants().forEach(this::see);
    }
    Set<Long> running = new HashSet<>();
    for (ProcTable.Entry entry : ProcTable.read()) {
      running.add(entry.pid());
      // Nothing older than the leader can have inherited the mark, so most need no closer look.
      if (entry.session() == session
          || (entry.startedAt() >= startedAt && entry.hasVariable(mark))) {
        ProcessHandle.of(entry.pid()).ifPresent(this::see);
      }
    }
    seen.values().removeIf(process -> !process.isAlive());
    if (!running.isEmpty()) {
      // A zombie counts as alive for the JDK, but there is nothing left of it to end.
      seen.keySet().retainAll(running);
    }
    gone = seen.isEmpty() && (leader == null || !leader.isAlive());
    return List.copyOf(seen.values());
  }

  private void see(ProcessHandle process) {
    seen.putIfAbsent(process.pid(), process);
  }
}
