package dev.muster.tasks.signal;

import dev.muster.tasks.event.EventConfig;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;

/**
 * How fast an attempt's progress becomes events: so many a second, by each replica. What is beyond
 * that is held back until its second has come, and given up for whatever comes after it; so the
 * latest is told in the end. A piece of a longer answer ({@code data.delta}) says what nothing
 * after it says again: it is never held back. Thread-safe.
 */
@ApplicationScoped
class ProgressPace {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final int mostPerSecond;
  private final LongSupplier nanos;
  private final Map<AttemptRef, Pace> paces = new HashMap<>();

  @Inject
  ProgressPace(EventConfig config) {
    this(config.progressPerSecond(), System::nanoTime);
  }

  ProgressPace(int mostPerSecond, LongSupplier nanos) {
    this.mostPerSecond = mostPerSecond;
    this.nanos = nanos;
  }

  private static final class Pace {
    private long since;
    private int told;
    private AttemptSignal held;

    private Pace(long now) {
      since = now;
    }

    private boolean mayTell(long now, int most) {
      if (now - since >= SECOND) {
        since = now;
        told = 0;
      }
      return told < most;
    }
  }

  /** Those to be told now, in their order; the others are held back. */
  synchronized List<AttemptSignal> now(List<AttemptSignal> progress) {
    long now = nanos.getAsLong();
    List<AttemptSignal> tell = new ArrayList<>();
    for (AttemptSignal signal : progress) {
      if (isPiece(signal)) {
        tell.add(signal);
        continue;
      }
      Pace pace = paces.computeIfAbsent(signal.signal().attempt(), attempt -> new Pace(now));
      if (pace.mayTell(now, mostPerSecond)) {
        pace.told++;
        pace.held = null;
        tell.add(signal);
      } else {
        pace.held = signal;
      }
    }
    return tell;
  }

  /** Takes those whose second has come, and forgets attempts that have been quiet. */
  synchronized List<AttemptSignal> due() {
    long now = nanos.getAsLong();
    List<AttemptSignal> due = new ArrayList<>();
    paces.values().removeIf(pace -> pace.held == null && now - pace.since >= SECOND);
    for (Pace pace : paces.values()) {
      if (pace.held != null && pace.mayTell(now, mostPerSecond)) {
        pace.told++;
        due.add(pace.held);
        pace.held = null;
      }
    }
    return due;
  }

  /** What is held back of attempts that are about to end; it stays held. */
  synchronized List<AttemptSignal> heldOf(Collection<AttemptRef> attempts) {
    if (paces.isEmpty()) {
      return List.of();
    }
    return attempts.stream()
        .distinct()
        .map(paces::get)
        .filter(Objects::nonNull)
        .map(pace -> pace.held)
        .filter(Objects::nonNull)
        .toList();
  }

  private static boolean isPiece(AttemptSignal signal) {
    return signal.signal() instanceof AgentSignal.TaskProgress said
        && said.data() != null
        && said.data().has("delta");
  }
}
