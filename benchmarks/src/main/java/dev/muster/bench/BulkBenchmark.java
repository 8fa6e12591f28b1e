package dev.muster.bench;

import dev.muster.platform.api.Api;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.net.NetClient;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Submits of 1,000 tasks each, by four clients with a connection each, straight to task-service,
 * for an agent that isn't there: as a JSON array, then as lines. Counted in the table, so that what
 * counts is committed. Command: {@code ./muster bench bulk [--seconds n]}; n for each of the two,
 * after a warm-up of ten seconds.
 */
final class BulkBenchmark implements Benchmark {
  private static final int CLIENTS = 4;
  private static final int TASKS = 1_000;
  private static final double TASKS_PER_SECOND = 15_000;
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String COUNT = "select count(*) from task.task where type = ?";

  @Override
  public String about() {
    return "tasks a second that are accepted a thousand at a time";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (TaskStand stand = TaskStand.start(options, report)) {
      UUID absent = BulkAgents.make(stand.platform(), 1).ids().getFirst();
      Api user = stand.user();
      Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
      try {
        Work array = new Work(stand, vertx, user.token(), "application/json", array(absent));
        Work lines = new Work(stand, vertx, user.token(), "application/x-ndjson", lines(absent));
        report.progress("warm-up");
        array.measure(WARM_UP);
        Recordings recordings = Recordings.begin(options, stand.platform());
        Load load = array.measure(options.length());
        recordings.end();
        report.atLeast("bulk_tasks_per_s", load.perSecond(), "1/s", TASKS_PER_SECOND);
        report.figure("cpu_ms_per_task", load.cpuMsPerTask(), "ms");
        load.cpu().report(report, "", load.tasks());
        Load other = lines.measure(options.length());
        report.figure("lines_tasks_per_s", other.perSecond(), "1/s");
        report.figure("lines_cpu_ms_per_task", other.cpuMsPerTask(), "ms");
        report.none("requests_refused", array.refused.get() + lines.refused.get());
      } finally {
        vertx.close().toCompletionStage().toCompletableFuture().join();
      }
    }
  }

  private static String one(UUID agent, int number) {
    return "{\"type\":\"bulk\",\"agent_id\":\"" + agent + "\",\"input\":{\"n\":" + number + "}}";
  }

  private static byte[] array(UUID agent) {
    return ("[" + lines(agent, ",") + "]").getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] lines(UUID agent) {
    return (lines(agent, "\n") + "\n").getBytes(StandardCharsets.UTF_8);
  }

  private static String lines(UUID agent, String between) {
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < TASKS; i++) {
      all.append(i == 0 ? "" : between).append(one(agent, i));
    }
    return all.toString();
  }

  /** The clients with one kind of body. */
  private static final class Work {
    private final TaskStand stand;
    private final Vertx vertx;
    private final NetClient client;
    private final String token;
    private final String type;
    private final byte[] body;
    private final AtomicInteger refused = new AtomicInteger();
    private volatile long end;

    Work(TaskStand stand, Vertx vertx, String token, String type, byte[] body) {
      this.stand = stand;
      this.vertx = vertx;
      this.client = vertx.createNetClient();
      this.token = token;
      this.type = type;
      this.body = body;
    }

    Load measure(Duration length) throws Exception {
      long before = count();
      GroupCpu cpu = GroupCpu.of(stand.platform());
      long began = System.nanoTime();
      end = began + length.toNanos();
      CountDownLatch clients = new CountDownLatch(CLIENTS);
      for (int i = 0; i < CLIENTS; i++) {
        vertx.runOnContext(
            ignored ->
                HttpLink.open(vertx, client, stand.tasksUrl(), HttpLink.bearer(token))
                    .onSuccess(link -> post(link, clients)));
      }
      if (!clients.await(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
        throw new IllegalStateException("a bulk submit was not answered");
      }
      double seconds = (System.nanoTime() - began) / 1e9;
      GroupCpu used = GroupCpu.of(stand.platform()).since(cpu);
      long tasks = count() - before;
      if (tasks == 0) {
        throw new IllegalStateException("no bulk submit was accepted");
      }
      return new Load(tasks, seconds, used, null);
    }

    private void post(HttpLink link, CountDownLatch clients) {
      if (System.nanoTime() > end) {
        clients.countDown();
        return;
      }
      link.post(
          "/api/v1/tasks/bulk",
          type,
          body,
          answer -> {
            if (answer.ok()) {
              post(link, clients);
            } else {
              refused.incrementAndGet();
              clients.countDown();
            }
          });
    }

    private long count() throws SQLException {
      try (Connection connection = stand.platform().postgres().connect("muster");
          PreparedStatement statement = connection.prepareStatement(COUNT)) {
        statement.setString(1, "bulk");
        try (ResultSet row = statement.executeQuery()) {
          row.next();
          return row.getLong(1);
        }
      }
    }
  }
}
