package dev.muster.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/**
 * What 10,000 agents that have nothing to do cost one gateway, and how long they take to come back
 * when it is restarted. The agents are light connections of this process, straight to the gateway,
 * registered in the database beforehand.
 *
 * <p>{@code rss_kb_per_agent}: resident memory of the gateway with all of them less that with none
 * (after 500 had come and gone, so that code is loaded), each after half a minute's rest and a
 * garbage collection; divided. They come within 40 s: what a storm costs is another question.
 * {@code heartbeat_core_percent}: CPU of the gateway while each beats every 30 s. {@code
 * reconnect_all_s}: from the SIGTERM to the gateway until the last agent is registered at its
 * successor; the agents obey the gateway's retry hints and else wait as an agent does. {@code
 * rest_errors}: meanwhile, of 20 requests a second through the edge, lists and submits. Command:
 * {@code ./muster bench sockets [--seconds n]}; n is the time over which beats are measured, at
 * least 60.
 */
final class SocketsBenchmark implements Benchmark {
  private static final int AGENTS = 10_000;
  private static final int FIRST = 500;
  private static final Duration CONNECTING = Duration.ofSeconds(40);
  private static final Duration REST = Duration.ofSeconds(30);
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final long LEAST_SECONDS = 60;

  @Override
  public String about() {
    return "memory and CPU of a gateway with 10,000 idle agents; seconds until all are back";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    report.progress("starting the platform");
    Map<String, String> settings = Map.of("MUSTER_GATEWAY_HEARTBEAT_INTERVAL", "30s");
    try (GatewayStand stand = GatewayStand.start(options, settings)) {
      BulkAgents made = BulkAgents.make(stand.platform(), AGENTS + 1);
      UUID absent = made.ids().getLast();
      List<UUID> ids = made.ids().subList(0, AGENTS);
      String gateway = stand.gateway().url();
      report.figure("rss_mib_started", stand.rssKib() / 1024, "MiB");
      try (Swarm first = new Swarm(gateway, ids.subList(0, FIRST), made.token(), (a, f, n) -> {})) {
        first.come(Duration.ofSeconds(2), PATIENCE);
      }
      double empty = settledKib(stand, report, "empty");
      try (Swarm all = new Swarm(gateway, ids, made.token(), (a, f, n) -> {})) {
        report.progress(AGENTS + " agents connect");
        long began = System.nanoTime();
        all.come(CONNECTING, PATIENCE);
        report.figure("connect_all_s", (System.nanoTime() - began) / 1e9, "s");
        double full = settledKib(stand, report, "full");
        report.atMost("rss_kb_per_agent", (full - empty) / AGENTS, "KiB", 12);
        beats(options, report, stand, all);
        comeBack(report, stand, all, absent);
      }
    }
  }

  private static double settledKib(GatewayStand stand, Report report, String when)
      throws IOException, InterruptedException {
    report.progress("rest, " + when);
    TimeUnit.SECONDS.sleep(REST.toSeconds());
    report.figure("rss_mib_" + when + "_before_gc", stand.rssKib() / 1024, "MiB");
    long pid = stand.gateway().pid();
    // Twice: what the first makes unreachable through cleaners goes with the second.
    String unused = Jcmd.run(pid, "GC.run") + Jcmd.run(pid, "GC.run");
    TimeUnit.SECONDS.sleep(REST.toSeconds() / 2);
    double kib = stand.rssKib();
    report.figure("rss_mib_" + when, kib / 1024, "MiB");
    Jcmd.run(pid, "GC.heap_info").lines().map(String::strip).forEach(report::progress);
    return kib;
  }

  private static void beats(Options options, Report report, GatewayStand stand, Swarm all)
      throws InterruptedException {
    long seconds = Math.max(LEAST_SECONDS, options.length().toSeconds());
    report.progress("heartbeats for " + seconds + " s");
    double before = stand.cpuSeconds();
    TimeUnit.SECONDS.sleep(seconds);
    double used = stand.cpuSeconds() - before;
    report.atMost("heartbeat_core_percent", 100 * used / seconds, "%", 5);
    report.figure("agents_online", all.online(), "count");
  }

  private static void comeBack(Report report, GatewayStand stand, Swarm all, UUID absent)
      throws Exception {
    report.progress("the gateway is restarted");
    try (RestLoad load = new RestLoad(stand.platform().accounts().admin(), absent)) {
      TimeUnit.SECONDS.sleep(1);
      long began = System.nanoTime();
      stand.gateway().restart();
      report.figure("gateway_away_s", (System.nanoTime() - began) / 1e9, "s");
      all.awaitOnline(PATIENCE);
      double seconds = (System.nanoTime() - began) / 1e9;
      TimeUnit.SECONDS.sleep(1);
      report.atMost("reconnect_all_s", seconds, "s", 30);
      report.atMost("rest_errors", load.errors(), "count", 0);
      report.figure("rest_requests", load.latency().count(), "count");
      report.figure("rest_p99_ms", load.latency().percentile(99), "ms");
    }
  }
}
