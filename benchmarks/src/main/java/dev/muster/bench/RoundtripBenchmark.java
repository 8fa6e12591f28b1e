package dev.muster.bench;

import java.time.Duration;

/**
 * Single submits over REST, each answered when it is on disk, done by agents over web sockets, and
 * counted when the agent's result is acknowledged, which is after its commit ({@link Roundtrip}).
 * The CPU per task is that of every process, the clients and agents included. In turn with it
 * db-scheduler does the same number of things in one process, on the same PostgreSQL ({@link
 * Peer}); both are warmed up, and each is measured twice.
 *
 * <p>{@code lost}: accepted and not done at the end, by the table, and by GET of one in a thousand.
 * Command: {@code ./muster bench roundtrip --seconds 60}; n for each of the two turns. {@code
 * --no-peer} leaves db-scheduler out and measures one turn. {@code --jfr DIR} keeps flight
 * recordings of task-service, the gateway and the clients during the first turn.
 */
final class RoundtripBenchmark implements Benchmark {
  private static final Duration PEER_WARM_UP = Duration.ofSeconds(15);
  private static final double TASKS_PER_SECOND = 4_500;
  private static final double CPU_MS = 0.30;

  @Override
  public String about() {
    return "tasks a second and CPU per task by REST, web socket and back; beside db-scheduler";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (TaskStand stand = TaskStand.start(options, report);
        Roundtrip trip = new Roundtrip(stand)) {
      trip.warmUp(report);
      Load peers = null;
      Load own;
      if (options.peer()) {
        try (Peer peer = Peer.start(stand.platform())) {
          peer.measure(PEER_WARM_UP);
          own = own(options, report, stand, trip);
          peers = peers(options, report, peer);
          own = own.plus(measure(options, report, trip));
          peers = peers.plus(peers(options, report, peer));
        }
      } else {
        own = own(options, report, stand, trip);
      }
      report(report, trip, own);
      if (peers != null) {
        report.figure("db_scheduler_tasks_per_s", peers.perSecond(), "1/s");
        report.figure("db_scheduler_cpu_ms_per_task", peers.cpuMsPerTask(), "ms");
        report.atLeast("ratio_to_db_scheduler", own.perSecond() / peers.perSecond(), "", 1);
        report.figure("cpu_ratio_to_db_scheduler", own.cpuMsPerTask() / peers.cpuMsPerTask(), "");
      }
    }
  }

  private static Load own(Options options, Report report, TaskStand stand, Roundtrip trip)
      throws Exception {
    Recordings recordings = Recordings.begin(options, stand.platform());
    Load load = measure(options, report, trip);
    recordings.end();
    return load;
  }

  private static Load measure(Options options, Report report, Roundtrip trip)
      throws InterruptedException {
    Load load = trip.measure(Pace.FULL, options.length());
    report.progress("%.0f tasks a second".formatted(load.perSecond()));
    return load;
  }

  private static Load peers(Options options, Report report, Peer peer) throws InterruptedException {
    Load load = peer.measure(options.length());
    report.progress("%.0f tasks a second of db-scheduler".formatted(load.perSecond()));
    return load;
  }

  private static void report(Report report, Roundtrip trip, Load load) throws Exception {
    report.atLeast("tasks_per_s", load.perSecond(), "1/s", TASKS_PER_SECOND);
    report.atMost("cpu_ms_per_task", load.cpuMsPerTask(), "ms", CPU_MS);
    load.cpu().report(report, "", load.tasks());
    Tally.Latencies latencies = load.latencies();
    report.figure("post_p50_ms", latencies.post.percentile(50), "ms");
    report.figure("post_p99_ms", latencies.post.percentile(99), "ms");
    report.figure("start_p50_ms", latencies.start.percentile(50), "ms");
    report.figure("start_p99_ms", latencies.start.percentile(99), "ms");
    report.figure("done_p50_ms", latencies.done.percentile(50), "ms");
    report.figure("done_p99_ms", latencies.done.percentile(99), "ms");
    report.count("tasks", load.tasks());
    report.none("submits_refused", trip.tally().refusals());
    report.none("results_refused", trip.tally().fenced());
    report.none("lost", trip.lost(0));
  }
}
