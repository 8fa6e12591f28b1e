package dev.muster.bench;

import dev.muster.platform.api.Api;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * CPU of one refresh: the sum over auth-service, PostgreSQL, Redis and the client, straight to the
 * service. Eight sessions trade their tokens one after the other, each durably. Command: {@code
 * ./muster bench refresh [--seconds n]}.
 */
final class RefreshBenchmark implements Benchmark {
  private static final int SESSIONS = 8;
  private static final int WARM_UP = 2_500;

  /** What any login costs is no part of it. */
  private static final int CHEAPEST_HASH = 4;

  @Override
  public String about() {
    return "CPU milliseconds of a token refresh over service, PostgreSQL, Redis and client";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform");
    try (AuthStand stand = AuthStand.start(options, CHEAPEST_HASH);
        ExecutorService threads = Executors.newFixedThreadPool(SESSIONS)) {
      Api client = Api.at(stand.service().url());
      List<String> tokens = new ArrayList<>();
      for (int i = 0; i < SESSIONS; i++) {
        tokens.add(stand.login(client).body().path("refresh_token").asText());
      }
      report.progress(SESSIONS * WARM_UP + " refreshes to warm up");
      tokens = trade(threads, client, tokens, round -> round < WARM_UP, new Samples());
      report.progress("refreshes for " + options.length().toSeconds() + " s");
      Samples latency = new Samples();
      Cpu before = stand.cpu();
      long end = System.nanoTime() + options.length().toNanos();
      trade(threads, client, tokens, round -> System.nanoTime() < end, latency);
      Cpu used = stand.cpu().since(before);
      report.atMost("refresh_cpu_ms", 1_000 * used.sum() / latency.count(), "ms", 0.6);
      used.report(report, "refresh", latency.count());
      report.figure("refresh_p50_ms", latency.percentile(50), "ms");
      report.figure("refresh_p99_ms", latency.percentile(99), "ms");
      report.figure("refreshes", latency.count(), "count");
    }
  }

  private interface Going {
    boolean on(int round);
  }

  private static List<String> trade(
      ExecutorService threads, Api client, List<String> tokens, Going going, Samples latency)
      throws Exception {
    List<Callable<String>> sessions = new ArrayList<>();
    for (String token : tokens) {
      sessions.add(() -> trade(client, token, going, latency));
    }
    List<String> last = new ArrayList<>();
    for (Future<String> session : threads.invokeAll(sessions)) {
      last.add(session.get());
    }
    return last;
  }

  private static String trade(Api client, String first, Going going, Samples latency)
      throws Exception {
    String token = first;
    for (int round = 0; going.on(round); round++) {
      long began = System.nanoTime();
      Api.Answer answer = client.post("/api/v1/auth/refresh", Map.of("refresh_token", token));
      latency.add((System.nanoTime() - began) / 1e6);
      if (!answer.ok()) {
        throw new IllegalStateException("refresh failed: HTTP " + answer.status());
      }
      token = answer.body().path("refresh_token").asText();
    }
    return token;
  }
}
