package dev.muster.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/**
 * Prints how long each hop of a task took, from the times in PostgreSQL and the times at this
 * client.
 */
final class Hops {
  private Hops() {}

  static void print(DemoTask task, JsonNode stored) {
    Optional<Instant> created = time(stored, "created_at");
    Optional<Instant> dispatched = time(stored, "dispatched_at");
    Optional<Instant> accepted = time(stored, "accepted_at").or(() -> time(stored, "started_at"));
    Optional<Instant> finished = time(stored, "finished_at");
    row(
        "POST answered (durable in PostgreSQL)",
        Optional.of(task.posted),
        Optional.of(task.answered));
    row("queued → claimed for the agent", created, dispatched);
    row("claimed → accepted by the agent", dispatched, accepted);
    row("queued → accepted by the agent", created, accepted);
    row("accepted → first log line here", accepted, Optional.ofNullable(task.firstLog));
    row("accepted → result committed", accepted, finished);
    row("committed → known here", finished, Optional.ofNullable(task.ended));
    row("all, seen from here", Optional.of(task.posted), Optional.ofNullable(task.ended));
  }

  private static void row(String hop, Optional<Instant> from, Optional<Instant> to) {
    if (from.isPresent() && to.isPresent()) {
      double millis = Duration.between(from.get(), to.get()).toNanos() / 1e6;
      System.out.printf("    %-40s %9.1f ms%n", hop, millis);
    }
  }

  private static Optional<Instant> time(JsonNode stored, String name) {
    String text = stored.path(name).asText(stored.path("timings").path(name).asText(""));
    try {
      return Optional.of(OffsetDateTime.parse(text).toInstant());
    } catch (DateTimeParseException absent) {
      return Optional.empty();
    }
  }
}
