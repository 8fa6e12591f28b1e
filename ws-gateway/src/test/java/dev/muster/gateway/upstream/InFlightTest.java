package dev.muster.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.TestGateway;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class InFlightTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final InFlight inFlight =
      new InFlight(
          TestGateway.config(
                  "in-flight.frames", "3", "in-flight.bytes", "100", "in-flight.tolerated", "2")
              .inFlight(),
          new GatewayMetrics(registry));

  @Test
  void framesBeyondTheCountWaitForAConfirmation() {
    for (int i = 0; i < 3; i++) {
      assertThat(inFlight.begin(1)).isTrue();
    }
    assertThat(inFlight.begin(1)).isFalse();
    inFlight.confirmed(1);

    assertThat(inFlight.begin(1)).isTrue();
    assertThat(registry.get("muster.gateway.in.flight.frames").gauge().value()).isEqualTo(3);
  }

  @Test
  void bytesBeyondTheBoundWaitToo() {
    assertThat(inFlight.begin(60)).isTrue();
    assertThat(inFlight.begin(60)).isFalse();
    assertThat(inFlight.begin(40)).isTrue();
  }

  @Test
  void aFrameLargerThanTheBoundPassesAlone() {
    assertThat(inFlight.begin(1_000)).isTrue();
    assertThat(inFlight.begin(1)).isFalse();
    inFlight.confirmed(1_000);

    assertThat(inFlight.begin(1_000)).isTrue();
  }

  @Test
  void whoeverGoesOnIsFound() {
    inFlight.begin(100);
    for (int i = 0; i < 2; i++) {
      inFlight.begin(1);
    }
    assertThat(inFlight.isOverdone()).isFalse();
    inFlight.begin(1);

    assertThat(inFlight.isOverdone()).isTrue();
  }

  @Test
  void thatRedisIsAwayIsNotThePeersFault() {
    inFlight.begin(100);
    for (int i = 0; i < 3; i++) {
      inFlight.begin(1);
    }
    inFlight.failed(100);

    assertThat(inFlight.isOverdone()).isFalse();
    assertThat(inFlight.begin(1)).isTrue();
  }
}
