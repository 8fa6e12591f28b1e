package dev.muster.bench;

import dev.muster.platform.account.Accounts;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.ServiceEnvironment;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * One event to 1,000 clients of one user on one gateway: from just before the POST of a task, for
 * an agent that isn't there, until the last client has its {@code task/status}; ten a second, after
 * 200 to warm up. The clients are connections of this process, straight to the gateway; they look
 * for the task's id and read no JSON. {@code after_post}: the same from the answer to the POST.
 * Command: {@code ./muster bench fanout [--seconds n]}.
 */
final class FanoutBenchmark implements Benchmark {
  private static final int CLIENTS = 1_000;
  private static final int WARM_UP = 200;
  private static final Duration PAUSE = Duration.ofMillis(100);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @Override
  public String about() {
    return "milliseconds from a submit until 1,000 clients of one gateway have its event";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform");
    try (GatewayStand stand = GatewayStand.start(options, Map.of())) {
      UUID absent = BulkAgents.make(stand.platform(), 1).ids().getFirst();
      Api user =
          Accounts.login(
              Api.at(stand.platform().base()),
              ServiceEnvironment.USER_EMAIL,
              stand.platform().accounts().userPassword());
      try (Audience audience = new Audience(stand.gateway().url(), user.token(), CLIENTS)) {
        report.progress(CLIENTS + " clients connect");
        audience.come(PATIENCE);
        report.progress("events, " + WARM_UP + " to warm up");
        Samples all = new Samples();
        Samples afterPost = new Samples();
        double cpu = 0;
        long end = Long.MAX_VALUE;
        for (int i = 0; System.nanoTime() < end; i++) {
          if (i == WARM_UP) {
            end = System.nanoTime() + options.length().toNanos();
            cpu = stand.cpuSeconds();
          }
          long began = System.nanoTime();
          String task = submit(user, absent);
          long answered = System.nanoTime();
          long last = audience.awaitAll(task, PATIENCE);
          if (i >= WARM_UP) {
            all.add((last - began) / 1e6);
            afterPost.add((last - answered) / 1e6);
          }
          TimeUnit.MILLISECONDS.sleep(
              Math.max(0, PAUSE.toMillis() - (System.nanoTime() - began) / 1_000_000));
        }
        cpu = stand.cpuSeconds() - cpu;
        report.atMost("p99_ms", all.percentile(99), "ms", 50);
        report.figure("p50_ms", all.percentile(50), "ms");
        report.figure("after_post_p50_ms", afterPost.percentile(50), "ms");
        report.figure("after_post_p99_ms", afterPost.percentile(99), "ms");
        report.figure("gateway_cpu_us_per_frame", 1e6 * cpu / all.count() / CLIENTS, "us");
        report.figure("events", all.count(), "count");
      }
    }
  }

  private static String submit(Api user, UUID absent) throws Exception {
    Api.Answer answer =
        user.post(
            "/api/tasks", Map.of("type", "echo", "agent_id", absent.toString(), "input", Map.of()));
    if (!answer.ok()) {
      throw new IllegalStateException("submit failed: " + answer.failure());
    }
    return answer.data().path("task_id").asText();
  }
}
