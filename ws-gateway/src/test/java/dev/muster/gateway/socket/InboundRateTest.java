package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class InboundRateTest {
  private final InboundRate rate = new InboundRate(10, 5, 0);

  @Test
  void aBurstPassesAndThenTheRateHolds() {
    assertThat(admitted(20, 0)).isEqualTo(5);
    assertThat(admitted(20, 1_000)).isEqualTo(5);
    assertThat(admitted(20, 1_200)).isEqualTo(2);
  }

  @Test
  void aClockThatGoesBackGivesNothing() {
    admitted(20, 1_000);

    assertThat(admitted(20, 500)).isZero();
  }

  private long admitted(int frames, long now) {
    return IntStream.range(0, frames).filter(i -> rate.admit(now)).count();
  }
}
