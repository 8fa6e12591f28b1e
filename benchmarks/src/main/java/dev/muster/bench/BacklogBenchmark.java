package dev.muster.bench;

import java.time.Duration;

/**
 * The round trip without and with a backlog: 1,000,000 tasks queued for eight agents that are away,
 * of two owners, and 10,000,000 that have ended. They are copies of real ones, made by SQL ({@link
 * Backlog}). {@code growth_ratio}: CPU per task of all processes with the backlog by that without.
 * Command: {@code ./muster bench backlog --seconds 60 [--queued n] [--finished n]}; n seconds for
 * each of the two.
 */
final class BacklogBenchmark implements Benchmark {
  private static final Duration WARM_UP = Duration.ofSeconds(10);
  private static final double GROWTH = 1.2;

  @Override
  public String about() {
    return "the round trip beside a million queued and ten million finished tasks";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (TaskStand stand = TaskStand.start(options, report);
        Roundtrip trip = new Roundtrip(stand)) {
      trip.warmUp(report);
      Load without = trip.measure(Pace.FULL, options.length());
      report.progress("%.0f tasks a second; now the backlog".formatted(without.perSecond()));
      double seconds = new Backlog(stand, trip).load(options.queued(), options.finished());
      report.figure("load_s", seconds, "s");
      report.progress("warm-up");
      trip.measure(Pace.FULL, WARM_UP);
      Recordings recordings = Recordings.begin(options, stand.platform());
      Load with = trip.measure(Pace.FULL, options.length());
      recordings.end();
      report.atMost("growth_ratio", with.cpuMsPerTask() / without.cpuMsPerTask(), "", GROWTH);
      report.figure("throughput_ratio", with.perSecond() / without.perSecond(), "");
      report.figure("tasks_per_s", with.perSecond(), "1/s");
      report.figure("cpu_ms_per_task", with.cpuMsPerTask(), "ms");
      with.cpu().report(report, "", with.tasks());
      report.figure("start_p50_ms", with.latencies().start.percentile(50), "ms");
      report.figure("without_tasks_per_s", without.perSecond(), "1/s");
      report.figure("without_cpu_ms_per_task", without.cpuMsPerTask(), "ms");
      without.cpu().report(report, "without_", without.tasks());
      report.figure("without_start_p50_ms", without.latencies().start.percentile(50), "ms");
      report.none("lost", trip.lost(options.finished()));
    }
  }
}
