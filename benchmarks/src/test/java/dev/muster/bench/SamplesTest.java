package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SamplesTest {
  @Test
  void percentilesAreByNearestRank() {
    Samples samples = new Samples();
    IntStream.rangeClosed(1, 200).forEach(samples::add);
    assertThat(samples.percentile(50)).isEqualTo(100);
    assertThat(samples.percentile(99)).isEqualTo(198);
    assertThat(samples.percentile(100)).isEqualTo(200);
  }

  @Test
  void nothingMeasuredIsNoFigure() {
    assertThatThrownBy(() -> new Samples().percentile(50)).hasMessage("nothing was measured");
  }
}
