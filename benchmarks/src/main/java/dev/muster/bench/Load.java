package dev.muster.bench;

/**
 * What was done in a stretch of time.
 *
 * @param latencies null where none are measured
 */
record Load(long tasks, double seconds, GroupCpu cpu, Tally.Latencies latencies) {
  double perSecond() {
    return tasks / seconds;
  }

  /** Of everybody together. */
  double cpuMsPerTask() {
    return 1_000 * cpu.sum() / Math.max(1, tasks);
  }

  /** Both together, with the latencies of this one. */
  Load plus(Load other) {
    return new Load(tasks + other.tasks, seconds + other.seconds, cpu.plus(other.cpu), latencies);
  }
}
