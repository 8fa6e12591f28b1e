package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.account.AgentIdentity;
import dev.muster.platform.api.Api;
import dev.muster.platform.api.LiveSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * How long one task's way takes when there is little to do, through the edge and with durable
 * commits. {@code post_to_agent}: from just before the POST to the dispatch frame at the agent; one
 * task at a time, 20 a second. {@code log_line}: from the clock reading that a process prints to
 * that line at the client's socket, ten lines a second; the process's own write, the agent,
 * gateway, streams, commit and event are in between. Command: {@code ./muster bench hops [--seconds
 * n]}.
 */
final class HopsBenchmark implements Benchmark {
  private static final Duration PAUSE = Duration.ofMillis(50);
  private static final int WARM_UP_TASKS = 1_000;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  @Override
  public String about() {
    return "milliseconds from POST to the agent, and from a process's output to the client";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (LocalPlatform platform =
        LocalPlatform.builder()
            .freshDataUnder(Path.of(System.getProperty("java.io.tmpdir"), "muster-bench"))
            .nativeExecutables(options.nativeExecutables())
            .build()) {
      report.progress("starting the platform");
      // Also when it is interrupted from outside; closing twice is harmless.
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
      platform.start();
      Api admin = platform.accounts().admin();
      dispatches(options, report, platform, admin);
      logLines(options, report, platform, admin);
    }
  }

  private static void dispatches(Options options, Report report, LocalPlatform platform, Api admin)
      throws Exception {
    AgentIdentity identity = newAgent(admin);
    Map<UUID, Long> posted = new HashMap<>();
    Map<UUID, Long> arrived = new ConcurrentHashMap<>();
    Samples toAgent = new Samples();
    Samples answers = new Samples();
    try (BenchAgent _ = new BenchAgent(platform.base(), identity, 8, arrived::put)) {
      report.progress("tasks one by one, " + WARM_UP_TASKS + " to warm up");
      long end = Long.MAX_VALUE;
      for (int i = 0; System.nanoTime() < end; i++) {
        if (i == WARM_UP_TASKS) {
          end = System.nanoTime() + options.length().toNanos();
        }
        long began = System.nanoTime();
        Api.Answer answer =
            admin.post(
                "/api/tasks", Map.of("type", "echo", "agent_id", identity.id(), "input", Map.of()));
        long answered = System.nanoTime();
        if (!answer.ok()) {
          throw new IllegalStateException("submit failed: " + answer.failure());
        }
        UUID task = UUID.fromString(answer.data().path("task_id").asText());
        if (i >= WARM_UP_TASKS) {
          posted.put(task, began);
          answers.add((answered - began) / 1e6);
        }
        if (i >= WARM_UP_TASKS) {
          TimeUnit.MILLISECONDS.sleep(PAUSE.toMillis());
        }
      }
      TimeUnit.SECONDS.sleep(2);
    }
    posted.forEach(
        (task, began) -> {
          Long at = arrived.get(task);
          if (at != null) {
            toAgent.add((at - began) / 1e6);
          }
        });
    report.atMost("post_to_agent_p50_ms", toAgent.percentile(50), "ms", 10);
    report.atMost("post_to_agent_p99_ms", toAgent.percentile(99), "ms", 50);
    report.figure("post_answer_p50_ms", answers.percentile(50), "ms");
    report.figure("post_answer_p99_ms", answers.percentile(99), "ms");
    report.figure("tasks", toAgent.count(), "count");
    report.figure("tasks_lost", posted.size() - toAgent.count(), "count");
  }

  private static void logLines(Options options, Report report, LocalPlatform platform, Api admin)
      throws Exception {
    Samples lines = new Samples();
    long count = options.length().toMillis() / 100;
    report.progress("a process that prints " + count + " times");
    try (LiveSocket socket = LiveSocket.open(platform.base(), admin.token())) {
      Api.Answer answer =
          admin.post(
              "/api/tasks",
              Map.of(
                  "type",
                  "process",
                  "agent_id",
                  platform.agentIdentity(0).id(),
                  "input",
                  Map.of(
                      "script",
                      "i=0; while [ $i -lt "
                          + count
                          + " ]; do date +%s%N; sleep 0.1; i=$((i+1)); done")));
      String task = answer.data().path("task_id").asText();
      socket.follow(task);
      while (true) {
        LiveSocket.Arrival frame = socket.next(PATIENCE);
        if (!frame.isAbout(task)) {
          continue;
        }
        if (frame.type().equals("task/log")) {
          for (String line : frame.payload().path("content").asText().split("\n", -1)) {
            if (!line.isBlank()) {
              lines.add((nanos(frame.at()) - Long.parseLong(line.strip())) / 1e6);
            }
          }
          if (frame.payload().path("complete").asBoolean()) {
            break;
          }
        }
      }
    }
    report.atMost("log_line_p50_ms", lines.percentile(50), "ms", 50);
    report.figure("log_line_p99_ms", lines.percentile(99), "ms");
    report.figure("log_lines", lines.count(), "count");
  }

  private static long nanos(Instant time) {
    return time.getEpochSecond() * 1_000_000_000 + time.getNano();
  }

  private static AgentIdentity newAgent(Api admin) throws Exception {
    Api.Answer made =
        admin.post("/api/agents", Map.of("name", "bench", "type", "bench", "concurrency", 8));
    if (!made.ok()) {
      throw new IllegalStateException("cannot register an agent: " + made.failure());
    }
    return new AgentIdentity(
        "bench", made.data().path("id").asText(), made.data().path("token").asText());
  }
}
