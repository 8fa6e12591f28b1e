package dev.muster.bench;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures Muster. Without a name it lists the benchmarks; with one it starts what that needs on
 * random ports with fresh data, prints JSON lines, and stops it again. Exits 0 when it measured,
 * whether or not a target was met; 1 when it couldn't; 2 for wrong words.
 */
public final class Bench {
  private static final Map<String, Benchmark> BENCHMARKS = new LinkedHashMap<>();

  static {
    BENCHMARKS.put("startup", new StartupBenchmark());
    BENCHMARKS.put("hops", new HopsBenchmark());
    BENCHMARKS.put("login", new LoginBenchmark());
    BENCHMARKS.put("refresh", new RefreshBenchmark());
    BENCHMARKS.put("verify", new VerifyBenchmark());
    BENCHMARKS.put("agents", new AgentsBenchmark());
    BENCHMARKS.put("sockets", new SocketsBenchmark());
    BENCHMARKS.put("echo", new EchoBenchmark());
    BENCHMARKS.put("fanout", new FanoutBenchmark());
    BENCHMARKS.put("dispatch", new DispatchBenchmark());
    BENCHMARKS.put("roundtrip", new RoundtripBenchmark());
    BENCHMARKS.put("latency", new LatencyBenchmark());
    BENCHMARKS.put("backlog", new BacklogBenchmark());
    BENCHMARKS.put("bulk", new BulkBenchmark());
    BENCHMARKS.put("logs", new LogsBenchmark());
    BENCHMARKS.put("limits", new LimitsBenchmark());
    BENCHMARKS.put("soak", new SoakBenchmark());
  }

  private Bench() {}

  public static void main(String[] words) {
    // What the libraries of this process have to tell costs time, and nobody reads it.
    System.setProperty("java.util.logging.manager", "org.jboss.logmanager.LogManager");
    Logger.getLogger("").setLevel(Level.WARNING);
    System.exit(run(words));
  }

  private static int run(String[] words) {
    if (words.length == 0) {
      BENCHMARKS.forEach((name, each) -> System.out.printf("%-10s %s%n", name, each.about()));
      return 0;
    }
    Options options;
    try {
      options = Options.parse(words);
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      return 2;
    }
    Benchmark benchmark = BENCHMARKS.get(options.name());
    if (benchmark == null) {
      System.err.println(
          "bench: no benchmark " + options.name() + "; there are " + BENCHMARKS.keySet());
      return 2;
    }
    try {
      benchmark.run(options, new Report(options.name(), System.out));
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    } catch (Exception e) {
      System.err.println("bench: " + options.name() + " could not be measured: " + e);
      return 1;
    }
  }
}
