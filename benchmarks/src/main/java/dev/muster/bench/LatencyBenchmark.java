package dev.muster.bench;

import java.time.Duration;

/**
 * One task at a time: to the answer to its POST, to the dispatch at the agent, and to the agent's
 * acknowledged result, which is committed then and visible. First full load to warm up, then some
 * 20 a second, then the next as soon as the last has ended ({@link Roundtrip} has who takes part).
 * Command: {@code ./muster bench latency [--seconds n]}; n for each pace.
 */
final class LatencyBenchmark implements Benchmark {

  @Override
  public String about() {
    return "milliseconds from a POST to its answer, to the agent, and to the committed result";
  }

  @Override
  public void run(Options options, Report report) throws Exception {
    try (TaskStand stand = TaskStand.start(options, report);
        Roundtrip trip = new Roundtrip(stand)) {
      trip.warmUp(report);
      trip.measure(Pace.CALM, Duration.ofSeconds(2));
      report.progress("20 a second");
      Load calm = trip.measure(Pace.CALM, options.length());
      report.atMost("post_p50_ms", calm.latencies().post.percentile(50), "ms", 3);
      report.figure("post_p99_ms", calm.latencies().post.percentile(99), "ms");
      report.atMost("start_p50_ms", calm.latencies().start.percentile(50), "ms", 4);
      report.atMost("start_p99_ms", calm.latencies().start.percentile(99), "ms", 20);
      report.atMost("done_p50_ms", calm.latencies().done.percentile(50), "ms", 8);
      report.figure("done_p99_ms", calm.latencies().done.percentile(99), "ms");
      report.count("tasks", calm.tasks());
      report.progress("without a pause");
      Recordings recordings = Recordings.begin(options, stand.platform());
      Load busy = trip.measure(Pace.ALONE, options.length());
      recordings.end();
      report.figure("busy_post_p50_ms", busy.latencies().post.percentile(50), "ms");
      report.figure("busy_start_p50_ms", busy.latencies().start.percentile(50), "ms");
      report.figure("busy_start_p99_ms", busy.latencies().start.percentile(99), "ms");
      report.figure("busy_done_p50_ms", busy.latencies().done.percentile(50), "ms");
      report.figure("busy_done_p99_ms", busy.latencies().done.percentile(99), "ms");
      report.count("busy_tasks", busy.tasks());
      report.none("lost", trip.lost(0));
    }
  }
}
