package dev.muster.bench;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** Measured values and their percentiles, by nearest rank. */
final class Samples {
  private final List<Double> values = Collections.synchronizedList(new ArrayList<>());

  void add(double value) {
    values.add(value);
  }

  int count() {
    return values.size();
  }

  double percentile(double percent) {
    List<Double> sorted = new ArrayList<>(values);
    if (sorted.isEmpty()) {
      throw new IllegalStateException("nothing was measured");
    }
    Collections.sort(sorted);
    int rank = (int) Math.ceil(percent / 100 * sorted.size());
    return sorted.get(Math.max(rank, 1) - 1);
  }
}
