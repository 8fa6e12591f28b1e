package dev.muster.kit.scope;

import dev.muster.kit.http.PathPrefix;
import io.vertx.ext.web.RoutingContext;
import java.util.List;
import java.util.Set;

/** The one place that says which scope a request needs. */
public final class ScopeTable {
  private static final Set<String> READING = Set.of("GET", "HEAD");

  private record Row(PathPrefix path, Scope read, Scope write) {}

  /** The first row that covers a path counts; what none covers needs {@code admin}. */
  private static final List<Row> ROWS =
      List.of(
          new Row(PathPrefix.of("/api/tasks"), Scope.TASKS_READ, Scope.TASKS_WRITE),
          new Row(PathPrefix.of("/api/agents/tasks"), Scope.TASKS_READ, Scope.TASKS_WRITE),
          new Row(PathPrefix.of("/api/agents/*/tasks"), Scope.TASKS_READ, Scope.TASKS_WRITE),
          new Row(PathPrefix.of("/api/agents"), Scope.AGENTS_READ, Scope.AGENTS_WRITE),
          new Row(PathPrefix.of("/api/jobs"), Scope.JOBS_WRITE, Scope.JOBS_WRITE),
          new Row(PathPrefix.of("/api/schedules"), Scope.JOBS_WRITE, Scope.JOBS_WRITE),
          new Row(PathPrefix.of("/ws"), Scope.TASKS_READ, Scope.TASKS_WRITE));

  private ScopeTable() {}

  /** A path that can be read in two ways, with different needs, needs {@code admin}. */
  public static Scope needed(RoutingContext routing) {
    String method = routing.request().method().name();
    Scope[] needed =
        PathPrefix.readings(routing).stream()
            .map(path -> needed(method, path))
            .distinct()
            .toArray(Scope[]::new);
    return needed.length == 1 ? needed[0] : Scope.ADMIN;
  }

  /** Of a path under {@code /api}, {@code /api/v1} or {@code /ws}. */
  public static Scope needed(String method, String path) {
    return ROWS.stream()
        .filter(row -> row.path.covers(path))
        .findFirst()
        .map(row -> READING.contains(method) ? row.read : row.write)
        .orElse(Scope.ADMIN);
  }
}
