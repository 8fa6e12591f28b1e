package dev.muster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.api.Api;
import dev.muster.wire.FrameCodec;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * 64 clients that submit tasks one by one, and 32 agents that do each at once, all in this process.
 * At most 2,000 tasks are under way. A few more agents are registered and stay away.
 */
final class Roundtrip implements AutoCloseable {
  private static final int CLIENTS = 64;
  private static final int AGENTS = 32;
  private static final int SLOTS = 64;
  private static final int ABSENT = 8;
  private static final int WARM_TASKS = 60_000;
  private static final Duration WARM_UP_AT_MOST = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final String DONE =
      "select count(*) from task.task where type = ? and status = 'done'";

  private final TaskStand stand;
  private final Api user;
  private final Tally tally = new Tally(this::freed);
  private final List<UUID> absent;
  private final Swarm swarm;
  private final Submitters submitters;

  Roundtrip(TaskStand stand) throws Exception {
    this.stand = stand;
    this.user = stand.user();
    BulkAgents made = BulkAgents.make(stand.platform(), AGENTS + ABSENT, SLOTS);
    absent = made.ids().subList(AGENTS, AGENTS + ABSENT);
    List<UUID> present = made.ids().subList(0, AGENTS);
    swarm = new Swarm(stand.gateway().url(), present, made.token(), new Performers(tally));
    swarm.offer(SLOTS, Performers.TYPE);
    swarm.come(Duration.ofSeconds(1), PATIENCE);
    submitters = new Submitters(swarm.vertx(), tally);
    submitters.connect(stand.tasksUrl(), user.token(), CLIENTS, PATIENCE);
  }

  /** Works until the compilers have seen enough, as many tasks tell better than time does. */
  void warmUp(Report report) throws InterruptedException {
    report.progress("warm-up");
    long enough = tally.done() + WARM_TASKS;
    long until = System.nanoTime() + WARM_UP_AT_MOST.toNanos();
    while (tally.done() < enough && System.nanoTime() < until) {
      measure(Pace.FULL, Duration.ofSeconds(5));
    }
  }

  /** Works for that long, and returns when what is under way has ended. */
  Load measure(Pace pace, Duration length) throws InterruptedException {
    tally.begin();
    Tally.Latencies latencies = tally.latencies();
    long done = tally.done();
    GroupCpu before = GroupCpu.of(stand.platform());
    long began = System.nanoTime();
    submitters.begin(pace);
    TimeUnit.MILLISECONDS.sleep(length.toMillis());
    GroupCpu cpu = GroupCpu.of(stand.platform()).since(before);
    Load load = new Load(tally.done() - done, (System.nanoTime() - began) / 1e9, cpu, latencies);
    submitters.end();
    settle();
    return load;
  }

  private void settle() throws InterruptedException {
    long until = System.nanoTime() + PATIENCE.toNanos();
    while (tally.open() > 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /**
   * Accepted, but not done as the table says; and those of a sample that a GET doesn't show done.
   *
   * @param copies that were made of such tasks
   */
  long lost(int copies) throws SQLException, IOException, InterruptedException {
    long lost = tally.accepted() + copies - done();
    for (String answer : tally.sample()) {
      JsonNode task = FrameCodec.JSON.readTree(answer);
      Api.Answer shown = user.get("/api/v1/tasks/" + task.path("task_id").asText());
      if (!shown.body().path("status").asText().equals("done")
          || !shown.body().path("result").path("ok").asBoolean()) {
        lost++;
      }
    }
    return lost;
  }

  private long done() throws SQLException {
    try (Connection connection = stand.platform().postgres().connect("muster");
        PreparedStatement statement = connection.prepareStatement(DONE)) {
      statement.setString(1, Performers.TYPE);
      try (ResultSet row = statement.executeQuery()) {
        row.next();
        return row.getLong(1);
      }
    }
  }

  /** Agents that aren't there. */
  List<UUID> absent() {
    return absent;
  }

  Tally tally() {
    return tally;
  }

  private void freed() {
    submitters.freed();
  }

  @Override
  public void close() {
    submitters.end();
    swarm.close();
  }
}
