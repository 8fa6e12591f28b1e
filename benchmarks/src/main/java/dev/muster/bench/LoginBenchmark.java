package dev.muster.bench;

import dev.muster.platform.api.Api;
import dev.muster.wire.FrameCodec;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Whether logins, which are expensive on purpose, keep others waiting. 400 clients log in at the
 * same time and again for the whole run, at the cost of production, and come back when {@code
 * Retry-After} says so; meanwhile {@code GET /me} is asked 50 times a second, all through the edge.
 * Then, one login after the other at the lowest cost: CPU over auth-service, PostgreSQL, Redis and
 * client, less what the service's own timer says that bcrypt took. Command: {@code ./muster bench
 * login [--seconds n]}.
 */
final class LoginBenchmark implements Benchmark {
  private static final int CLIENTS = 400;
  private static final int PRODUCTION_HASH = 12;
  private static final int CHEAPEST_HASH = 4;
  private static final int WARM_UP = 5_000;
  private static final int CROWD_WARM_UP_SECONDS = 20;
  private static final int LOGIN_WARM_UP = 15_000;
  private static final long ASK_EVERY_MS = 20;

  @Override
  public String about() {
    return "milliseconds of GET /me while 400 clients log in; CPU of a login beyond its hash";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform with bcrypt cost " + PRODUCTION_HASH);
    try (AuthStand stand = AuthStand.start(options, PRODUCTION_HASH)) {
      crowd(stand, options, report);
    }
    report.progress("starting the platform with bcrypt cost " + CHEAPEST_HASH);
    try (AuthStand stand = AuthStand.start(options, CHEAPEST_HASH)) {
      beyondTheHash(stand, options, report);
    }
  }

  private static void crowd(AuthStand stand, Options options, Report report) throws Exception {
    Api client = Api.at(stand.edge());
    Api user = client.withToken(stand.login(client).body().path("access_token").asText());
    for (int i = 0; i < WARM_UP; i++) {
      require(user.get("/api/v1/auth/me"));
    }
    report.progress(CLIENTS + " clients log in, " + CROWD_WARM_UP_SECONDS + " s to warm up");
    crowd(stand, user, Duration.ofSeconds(CROWD_WARM_UP_SECONDS), new Samples());
    report.progress(CLIENTS + " clients log in for " + options.length().toSeconds() + " s");
    Samples me = new Samples();
    Outcomes outcomes = crowd(stand, user, options.length(), me);
    report.atMost("me_p99_ms", me.percentile(99), "ms", 100);
    report.figure("me_p50_ms", me.percentile(50), "ms");
    report.figure("me_asked", me.count(), "count");
    report.figure("logins_done", outcomes.done.get(), "count");
    report.figure("logins_sent_away", outcomes.sentAway.get(), "count");
    report.figure("logins_failed", outcomes.failed.get(), "count");
  }

  private static Outcomes crowd(AuthStand stand, Api user, Duration length, Samples me)
      throws Exception {
    Outcomes outcomes = new Outcomes();
    long end = System.nanoTime() + length.toNanos();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        HttpClient http = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build()) {
      HttpRequest login =
          HttpRequest.newBuilder(URI.create(stand.edge() + "/api/v1/auth/login"))
              .header("Content-Type", "application/json")
              .POST(BodyPublishers.ofString(FrameCodec.JSON.valueToTree(stand.user()).toString()))
              .build();
      List<Future<?>> clients = new ArrayList<>();
      for (int i = 0; i < CLIENTS; i++) {
        clients.add(threads.submit(() -> keepLoggingIn(http, login, end, outcomes)));
      }
      while (System.nanoTime() < end) {
        long began = System.nanoTime();
        require(user.get("/api/v1/auth/me"));
        me.add((System.nanoTime() - began) / 1e6);
        TimeUnit.MILLISECONDS.sleep(ASK_EVERY_MS);
      }
      for (Future<?> one : clients) {
        one.get();
      }
    }
    return outcomes;
  }

  private static Void keepLoggingIn(HttpClient http, HttpRequest login, long end, Outcomes outcomes)
      throws Exception {
    while (System.nanoTime() < end) {
      var answer = http.send(login, BodyHandlers.discarding());
      switch (answer.statusCode()) {
        case 200 -> outcomes.done.incrementAndGet();
        case 429, 503 -> {
          outcomes.sentAway.incrementAndGet();
          TimeUnit.SECONDS.sleep(answer.headers().firstValueAsLong("Retry-After").orElseThrow());
        }
        default -> outcomes.failed.incrementAndGet();
      }
    }
    return null;
  }

  private static void beyondTheHash(AuthStand stand, Options options, Report report)
      throws Exception {
    Api client = Api.at(stand.service().url());
    report.progress(LOGIN_WARM_UP + " logins to warm up");
    List<Callable<Void>> warmUp = new ArrayList<>();
    for (int i = 0; i < LOGIN_WARM_UP; i++) {
      warmUp.add(
          () -> {
            stand.login(client);
            return null;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(4)) {
      for (Future<Void> login : threads.invokeAll(warmUp)) {
        login.get();
      }
    }
    report.progress("logins one by one for " + options.length().toSeconds() + " s");
    int count = 0;
    double hashing = hashingSeconds(stand);
    Cpu before = stand.cpu();
    long end = System.nanoTime() + options.length().toNanos();
    while (System.nanoTime() < end) {
      stand.login(client);
      count++;
    }
    Cpu used = stand.cpu().since(before);
    double hashed = hashingSeconds(stand) - hashing;
    report.atMost("login_beyond_hash_cpu_ms", 1_000 * (used.sum() - hashed) / count, "ms", 1);
    used.report(report, "login", count);
    report.figure("login_hash_ms", 1_000 * hashed / count, "ms");
    report.figure("logins", count, "count");
  }

  /** What bcrypt took so far; it does nothing but compute. */
  private static double hashingSeconds(AuthStand stand) throws Exception {
    HttpRequest ask =
        HttpRequest.newBuilder(URI.create(stand.service().url() + "/q/metrics")).build();
    try (HttpClient http = HttpClient.newHttpClient()) {
      return http.send(ask, BodyHandlers.ofLines())
          .body()
          .filter(line -> line.startsWith("muster_password_bcrypt_seconds_sum"))
          .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
          .sum();
    }
  }

  private static void require(Api.Answer answer) {
    if (!answer.ok()) {
      throw new IllegalStateException("GET /me failed: HTTP " + answer.status());
    }
  }

  private static final class Outcomes {
    final AtomicInteger done = new AtomicInteger();
    final AtomicInteger sentAway = new AtomicInteger();
    final AtomicInteger failed = new AtomicInteger();
  }
}
