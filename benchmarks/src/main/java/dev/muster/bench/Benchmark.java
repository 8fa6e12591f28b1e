package dev.muster.bench;

/** One thing that is measured. */
interface Benchmark {
  /** What it measures, in one line. */
  String about();

  void run(Options options, Report report) throws Exception;
}
