package dev.muster.bench;

import dev.muster.platform.api.Api;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * Output in pieces of 32 KiB: eight agents run a task each and send what it prints, first over
 * their sockets, eight frames ahead of the ACKs ({@link SocketOutput}), then by HTTP straight to
 * task-service, one request at a time each ({@link HttpOutput}). Counted in the table: a piece
 * counts when it is committed. A MB is 1,000,000 bytes. Command: {@code ./muster bench logs
 * [--seconds n]}; n for each way, after a warm-up of ten seconds.
 */
final class LogsBenchmark implements Benchmark {
  private static final int AGENTS = 8;
  private static final double MB_PER_SECOND = 50;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  @Override
  public String about() {
    return "MB a second of tasks' output, over sockets and by HTTP";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (TaskStand stand = TaskStand.start(options, report)) {
      BulkAgents made = BulkAgents.make(stand.platform(), AGENTS);
      SocketOutput sockets = new SocketOutput();
      try (Swarm swarm = new Swarm(stand.gateway().url(), made.ids(), made.token(), sockets)) {
        swarm.come(Duration.ofMillis(500), PATIENCE);
        submit(stand.user(), made.ids());
        sockets.await(AGENTS, PATIENCE);
        measure(options, report, stand, "socket_", sockets);
        HttpOutput http = new HttpOutput(swarm.vertx(), stand.tasksUrl(), made.token());
        http.connect(sockets.attempts(), PATIENCE);
        measure(options, report, stand, "http_", http);
      }
    }
  }

  private static void submit(Api user, List<UUID> agents) throws Exception {
    for (UUID id : agents) {
      Api.Answer answer =
          user.post(
              "/api/v1/tasks",
              Map.of("type", "bench", "agent_id", id.toString(), "input", Map.of()));
      if (!answer.ok()) {
        throw new IllegalStateException("submit failed: HTTP " + answer.status());
      }
    }
  }

  private static void measure(
      Options options, Report report, TaskStand stand, String way, Output output) throws Exception {
    report.progress("warm-up");
    output.begin();
    TimeUnit.MILLISECONDS.sleep(WARM_UP.toMillis());
    report.progress(way.replace("_", ""));
    Recordings recordings = Recordings.begin(options, stand.platform());
    long before = stored(stand);
    GroupCpu cpu = GroupCpu.of(stand.platform());
    long began = System.nanoTime();
    TimeUnit.MILLISECONDS.sleep(options.length().toMillis());
    long bytes = stored(stand) - before;
    double seconds = (System.nanoTime() - began) / 1e9;
    GroupCpu used = GroupCpu.of(stand.platform()).since(cpu);
    recordings.end();
    output.end(PATIENCE);
    if (bytes == 0) {
      throw new IllegalStateException("no output was accepted by " + way.replace("_", ""));
    }
    report.atLeast(way + "mb_per_s", bytes / 1e6 / seconds, "MB/s", MB_PER_SECOND);
    report.figure(way + "cpu_ms_per_mb", 1e3 * used.sum() / (bytes / 1e6), "ms");
    used.report(report, way + "mb_", Math.max(1, bytes / 1_000_000));
    report.none(way + "refused", output.refused());
  }

  private static long stored(TaskStand stand) throws SQLException {
    try (Connection connection = stand.platform().postgres().connect("muster");
        Statement statement = connection.createStatement();
        ResultSet row =
            statement.executeQuery("select coalesce(sum(length), 0) from task.task_log")) {
      row.next();
      return row.getLong(1);
    }
  }
}
