package dev.muster.bench;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.api.Api;
import dev.muster.platform.part.Part;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * How long {@code ./muster up} takes on data that exists already, and what everything together uses
 * while nobody does anything: launcher, edge, PostgreSQL, Redis, four services, one agent. With
 * {@code --native} each service is then started by itself and asked until it answers. Command:
 * {@code ./muster bench startup [--native]}.
 */
final class StartupBenchmark implements Benchmark {
  private static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Until pools have shrunk and compilers are done. */
  private static final Duration SETTLE = Duration.ofSeconds(90);

  private static final Duration SETTLE_SERVICE = Duration.ofSeconds(10);

  @Override
  public String about() {
    return "time of `up` until healthy; memory and CPU of everything when idle; --native: per service";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    Path data = Files.createTempDirectory("muster-startup-");
    report.progress("first start, which makes the data");
    try (Run first = Run.start(data, options)) {
      first.awaitHealthy();
    }
    report.progress("second start, which is measured");
    try (Run second = Run.start(data, options)) {
      double seconds = second.awaitHealthy();
      report.atMost("up_s", seconds, "s", 25);
      report.progress("idle for " + SETTLE.plus(options.length()).toSeconds() + " s");
      TimeUnit.SECONDS.sleep(SETTLE.toSeconds());
      List<Long> pids = ProcessTree.of(second.pid());
      double before = ProcessTree.cpuSeconds(pids);
      TimeUnit.SECONDS.sleep(options.length().toSeconds());
      double used = ProcessTree.cpuSeconds(pids) - before;
      report.atMost("idle_rss_mib", ProcessTree.rssMib(pids), "MiB", 900);
      report.figure("idle_pss_mib", ProcessTree.pssMib(pids), "MiB");
      report.atMost("idle_cpu_percent", 100 * used / options.length().toSeconds(), "%", 3);
    } finally {
      deleteTree(data);
    }
    services(options, report);
  }

  private static void services(Options options, Report report) throws Exception {
    report.progress("each service by itself");
    try (LocalPlatform platform =
        LocalPlatform.builder()
            .freshDataUnder(Path.of(System.getProperty("java.io.tmpdir"), "muster-bench"))
            .nativeExecutables(options.nativeExecutables())
            .build()) {
      // Also when it is interrupted from outside; closing twice is harmless.
      Runtime.getRuntime().addShutdownHook(new Thread(platform::close));
      platform.start();
      List<Part> services =
          platform.parts().stream().filter(part -> !part.url().isEmpty()).toList();
      for (Part service : services) {
        String name = service.name().replace("-service", "").replace('-', '_');
        double millis = firstAnswer(service);
        service.awaitReady();
        if (options.nativeExecutables()) {
          report.atMost("first_answer_ms_" + name, millis, "ms", 200);
        } else {
          report.figure("first_answer_ms_" + name, millis, "ms");
        }
      }
      TimeUnit.SECONDS.sleep(SETTLE_SERVICE.toSeconds());
      for (Part part : platform.parts()) {
        String name = part.name().replace("-service", "").replace('-', '_');
        double mib = ProcessTree.rssMib(List.of(part.pid()));
        if (options.nativeExecutables() && !part.url().isEmpty()) {
          report.atMost("idle_rss_mib_" + name, mib, "MiB", 120);
        } else {
          report.figure("idle_rss_mib_" + name, mib, "MiB");
        }
      }
    }
  }

  /**
   * From the start of the process to its first answer to a request; asked about every millisecond.
   */
  private static double firstAnswer(Part service) throws Exception {
    service.stop();
    HttpRequest ask = HttpRequest.newBuilder(URI.create(service.url() + "/q/health/live")).build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      long began = System.nanoTime();
      service.launch();
      while (System.nanoTime() - began < PATIENCE.toNanos()) {
        try {
          if (client.send(ask, BodyHandlers.discarding()).statusCode() == 200) {
            return (System.nanoTime() - began) / 1e6;
          }
        } catch (IOException notYet) {
          TimeUnit.MILLISECONDS.sleep(1);
        }
      }
    }
    throw new IllegalStateException(service.name() + " did not answer");
  }

  private static void deleteTree(Path root) throws IOException {
    List<Path> paths = new ArrayList<>();
    try (var walk = Files.walk(root)) {
      walk.forEach(paths::add);
    }
    for (Path path : paths.reversed()) {
      Files.delete(path);
    }
  }

  /** One {@code ./muster up} as a user starts it. */
  private record Run(Process process, String base, long began, Path data) implements AutoCloseable {
    static Run start(Path data, Options options) throws IOException {
      int port;
      try (ServerSocket probe = new ServerSocket(0)) {
        port = probe.getLocalPort();
      }
      List<String> words =
          new ArrayList<>(
              List.of("./muster", "up", "--port", "" + port, "--data", data.toString()));
      if (options.nativeExecutables()) {
        words.add("--native");
      }
      long began = System.nanoTime();
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(data.resolve("up.log").toFile())
              .start();
      return new Run(process, "http://127.0.0.1:" + port, began, data);
    }

    long pid() {
      return process.pid();
    }

    /** Healthy: the command says that it is ready and the edge says that every part is. */
    double awaitHealthy() throws Exception {
      Api edge = Api.at(base);
      while (System.nanoTime() - began < PATIENCE.toNanos()) {
        if (!process.isAlive()) {
          throw new IllegalStateException(
              "`up` ended: " + Files.readString(data.resolve("up.log")));
        }
        try {
          if (Files.exists(data.resolve("dev.env")) && edge.get("/health").ok()) {
            return (System.nanoTime() - began) / 1e9;
          }
        } catch (IOException notYet) {
          // Asked again below.
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
      throw new IllegalStateException("`up` was not healthy after " + PATIENCE.toSeconds() + " s");
    }

    @Override
    public void close() {
      process.destroy();
      try {
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
          process.destroyForcibly();
        }
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
