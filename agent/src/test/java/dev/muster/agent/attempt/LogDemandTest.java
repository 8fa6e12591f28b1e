package dev.muster.agent.attempt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

final class LogDemandTest {
  private final AtomicLong now = new AtomicLong(-5);
  private final LogDemand demand = new LogDemand(now::get);

  @Test
  void lastsFromAStartToAStop() {
    assertThat(demand.exists()).isFalse();
    demand.start();
    assertThat(demand.exists()).isTrue();
    demand.stop();
    assertThat(demand.exists()).isFalse();
  }

  @Test
  void endsByItselfWhenNoStartComesForAMinute() {
    demand.start();
    now.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(demand.exists()).isTrue();
    demand.start();
    now.addAndGet(TimeUnit.SECONDS.toNanos(59));
    assertThat(demand.exists()).isTrue();
    now.addAndGet(TimeUnit.SECONDS.toNanos(1));
    assertThat(demand.exists()).isFalse();
  }

  @Test
  void tellsOfEachStart() {
    AtomicInteger starts = new AtomicInteger();
    demand.onStart(starts::incrementAndGet);
    demand.start();
    demand.start();
    demand.stop();
    assertThat(starts).hasValue(2);
  }
}
