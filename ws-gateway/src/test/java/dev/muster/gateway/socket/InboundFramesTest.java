package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.TestGateway;
import dev.muster.wire.CloseReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import org.junit.jupiter.api.Test;

class InboundFramesTest {
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private CloseReason closed;
  private final InboundFrames frames =
      new InboundFrames(
          TestGateway.config(
              "inbound.bytes-per-second", "100",
              "inbound.burst-bytes", "200",
              "inbound.tolerated", "3"),
          new GatewayMetrics(registry),
          new SocketSession() {
            @Override
            public void text(String frame) {}

            @Override
            public void close(CloseReason reason) {
              closed = reason;
            }

            @Override
            public void gone() {}
          },
          0);

  @Test
  void bytesBeyondTheRateAreDropped() {
    assertThat(frames.admit("x".repeat(150), 0)).isTrue();
    assertThat(frames.admit("x".repeat(150), 0)).isFalse();
    assertThat(frames.admit("x".repeat(50), 0)).isTrue();
    assertThat(frames.admit("x".repeat(90), 1_000)).isTrue();

    assertThat(registry.counter("muster.gateway.frames.dropped", "reason", "over_bytes").count())
        .isEqualTo(1);
  }

  @Test
  void bytesAreThoseOfUtf8() {
    assertThat(frames.admit("ä".repeat(90), 0)).isTrue();

    assertThat(frames.admit("x".repeat(21), 0)).isFalse();
  }

  @Test
  void aFrameLargerThanTheBurstPassesWhenNothingCameBefore() {
    assertThat(frames.admit("x".repeat(300), 0)).isTrue();
    assertThat(frames.admit("x", 500)).isFalse();
  }

  @Test
  void whoeverGoesOnIsClosed() {
    frames.admit("x".repeat(200), 0);
    for (int i = 0; i < 3; i++) {
      frames.admit("x".repeat(200), 0);
    }
    assertThat(closed).isNull();
    frames.admit("x".repeat(200), 0);

    assertThat(closed).isEqualTo(CloseReason.POLICY);
  }
}
