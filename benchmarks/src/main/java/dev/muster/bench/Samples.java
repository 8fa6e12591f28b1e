package dev.muster.bench;

import java.util.Arrays;

/** Measured values and their percentiles, by nearest rank. Safe for many threads. */
final class Samples {
  private double[] values = new double[1_024];
  private int count;

  synchronized void add(double value) {
    if (count == values.length) {
      values = Arrays.copyOf(values, 2 * count);
    }
    values[count++] = value;
  }

  synchronized int count() {
    return count;
  }

  synchronized double percentile(double percent) {
    if (count == 0) {
      throw new IllegalStateException("nothing was measured");
    }
    Arrays.sort(values, 0, count);
    int rank = (int) Math.ceil(percent / 100 * count);
    return values[Math.max(rank, 1) - 1];
  }
}
