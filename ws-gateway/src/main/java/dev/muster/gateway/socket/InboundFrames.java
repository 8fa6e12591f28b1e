package dev.muster.gateway.socket;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.wire.CloseReason;

/**
 * What a peer may send: how large, how often, and how much that can't be read. Whoever goes on
 * beyond it loses the session. Not thread-safe.
 */
public final class InboundFrames {
  private final GatewayConfig config;
  private final GatewayMetrics metrics;
  private final SocketSession session;
  private final InboundRate rate;
  private final InboundRate bytes;
  private int overRate;
  private int malformed;

  public InboundFrames(
      GatewayConfig config, GatewayMetrics metrics, SocketSession session, long nowMs) {
    this.config = config;
    this.metrics = metrics;
    this.session = session;
    this.rate =
        new InboundRate(config.inbound().framesPerSecond(), config.inbound().burst(), nowMs);
    this.bytes =
        new InboundRate(config.inbound().bytesPerSecond(), config.inbound().burstBytes(), nowMs);
  }

  /** False when the frame must not be read. */
  public boolean admit(String frame, long nowMs) {
    if (FrameSize.exceeds(frame, config.maxFrame())) {
      session.close(CloseReason.TOO_BIG);
      return false;
    }
    if (!rate.admit(nowMs)) {
      overRate("over_rate");
      return false;
    }
    if (!bytes.admit(nowMs, FrameSize.of(frame))) {
      overRate("over_bytes");
      return false;
    }
    return true;
  }

  private void overRate(String which) {
    metrics.dropped(which);
    if (++overRate > config.inbound().tolerated()) {
      session.close(CloseReason.POLICY);
    }
  }

  /** A frame couldn't be read, and the peer has been told. */
  public void malformed() {
    metrics.dropped("malformed");
    if (++malformed >= config.maxMalformed()) {
      session.close(CloseReason.TOO_MALFORMED);
    }
  }
}
