package dev.muster.kit.audit;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Refusals of the last few minutes, by action and client address. The first of each is a line at
 * once; the others are counted and become one line at the end. Beyond so many sources the rest is
 * counted together: whatever is tried, from however many addresses, a window writes a bounded
 * number of lines. Thread-safe.
 */
final class RefusalWindow {
  private static final int TARGETS_NAMED = 2;

  private record Source(String action, String address) {}

  /** A line to be written. */
  record Line(Origin origin, AuditEvent event) {}

  private static final class Repeats {
    private final Line first;
    private final Set<String> targets = new LinkedHashSet<>();
    private long count;

    Repeats(Line first) {
      this.first = first;
    }

    void add(AuditEvent event) {
      count++;
      if (event.targetId() != null && targets.size() < TARGETS_NAMED) {
        targets.add(event.targetId());
      }
    }
  }

  private final int mostSources;
  private final Map<Source, Repeats> sources = new LinkedHashMap<>();
  private final Map<String, Repeats> beyond = new LinkedHashMap<>();

  RefusalWindow(int mostSources) {
    this.mostSources = mostSources;
  }

  /** Whether this one is a line of its own now; otherwise it is counted. */
  synchronized boolean isFirst(Origin origin, AuditEvent event) {
    Source source = new Source(event.action(), origin.address());
    Repeats known = sources.get(source);
    if (known != null) {
      known.add(event);
      return false;
    }
    if (sources.size() < mostSources) {
      sources.put(source, new Repeats(new Line(origin, event)));
      return true;
    }
    beyond
        .computeIfAbsent(event.action(), action -> new Repeats(new Line(Origin.NONE, event)))
        .add(event);
    return false;
  }

  /** Ends the window: one line for each source that came again. */
  synchronized List<Line> end() {
    List<Line> lines = new ArrayList<>();
    sources.values().stream()
        .filter(repeats -> repeats.count > 0)
        .forEach(repeats -> lines.add(line(repeats.first.origin(), repeats)));
    beyond
        .values()
        .forEach(repeats -> lines.add(line(new Origin(Actor.ANONYMOUS, "many", null), repeats)));
    sources.clear();
    beyond.clear();
    return lines;
  }

  private static Line line(Origin origin, Repeats repeats) {
    AuditEvent first = repeats.first.event();
    AuditEvent counted =
        new AuditEvent(first.action(), null, null, null, first.outcome(), first.code(), Map.of())
            .with("repeated", repeats.count);
    return new Line(
        new Origin(origin.actor(), origin.address(), null),
        repeats.targets.isEmpty()
            ? counted
            : counted.with("targets", String.join(" ", repeats.targets)));
  }
}
