package dev.muster.agent.attempt;

import dev.muster.wire.AttemptRef;
import dev.muster.wire.RunningAttempt;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** Which attempts this agent has, and how many of them occupy a slot. */
final class AttemptBook {
  private static final int REMEMBERED = 4_096;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition fewer = lock.newCondition();

  /** Those whose outcome isn't acknowledged yet: at most one per task. */
  private final Map<UUID, Attempt> byTask = new HashMap<>();

  /** Those of which something still runs, abandoned ones included. */
  private final Set<Attempt> executing = new HashSet<>();

  private final Set<String> closedLeases =
      Collections.newSetFromMap(
          new LinkedHashMap<>() {
            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
              return size() > REMEMBERED;
            }
          });

  /** Runs {@code action} with the book held still. */
  <T> T atOnce(Supplier<T> action) {
    lock.lock();
    try {
      return action.get();
    } finally {
      lock.unlock();
    }
  }

  Attempt ofTask(UUID taskId) {
    return atOnce(() -> byTask.get(taskId));
  }

  /** The attempt, if it is the one that this agent has for the task. */
  Attempt find(AttemptRef ref) {
    Attempt attempt = ofTask(ref.taskId());
    return attempt != null && attempt.attempt().leaseId().equals(ref.leaseId()) ? attempt : null;
  }

  boolean isClosed(AttemptRef ref) {
    return atOnce(() -> closedLeases.contains(ref.leaseId()));
  }

  /** A later dispatch of this lease is an echo of an old one. */
  void closeLease(AttemptRef ref) {
    boolean unused = atOnce(() -> closedLeases.add(ref.leaseId()));
  }

  void add(Attempt attempt, boolean runs) {
    lock.lock();
    try {
      byTask.put(attempt.attempt().taskId(), attempt);
      if (runs) {
        executing.add(attempt);
      }
    } finally {
      lock.unlock();
    }
  }

  void ended(Attempt attempt) {
    lock.lock();
    try {
      executing.remove(attempt);
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
  }

  void close(Attempt attempt) {
    lock.lock();
    try {
      byTask.remove(attempt.attempt().taskId(), attempt);
      closedLeases.add(attempt.attempt().leaseId());
      fewer.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Slots in use, not counting {@code successorOf}, whose slot would be taken over. */
  int occupied(Attempt successorOf) {
    return atOnce(() -> executing.size() - (executing.contains(successorOf) ? 1 : 0));
  }

  List<RunningAttempt> running() {
    return atOnce(() -> byTask.values().stream().map(Attempt::asRunning).toList());
  }

  List<Attempt> executing() {
    return atOnce(() -> List.copyOf(executing));
  }

  boolean awaitNoneExecuting(Duration atMost) throws InterruptedException {
    return await(atMost, executing::isEmpty);
  }

  boolean awaitNone(Duration atMost) throws InterruptedException {
    return await(atMost, () -> executing.isEmpty() && byTask.isEmpty());
  }

  private boolean await(Duration atMost, BooleanSupplier done) throws InterruptedException {
    long end = System.nanoTime() + atMost.toNanos();
    lock.lock();
    try {
      while (!done.getAsBoolean()) {
        long left = end - System.nanoTime();
        if (left <= 0 || !fewer.await(left, TimeUnit.NANOSECONDS)) {
          return done.getAsBoolean();
        }
      }
      return true;
    } finally {
      lock.unlock();
    }
  }
}
