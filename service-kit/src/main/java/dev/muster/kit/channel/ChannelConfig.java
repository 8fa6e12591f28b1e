package dev.muster.kit.channel;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How channels are written and listened to. */
@ConfigMapping(prefix = "muster.channel")
public interface ChannelConfig {
  /** Messages that may wait to be published. */
  @WithDefault("20000")
  int queueMessages();

  /** Bytes that may wait to be published. */
  @WithDefault("16777216")
  long queueBytes();

  /** Received messages of one subscription that may wait for its handler. */
  @WithDefault("10000")
  int received();

  /** Received bytes of one subscription that may wait for its handler. */
  @WithDefault("16777216")
  long receivedBytes();

  /** How long Redis may take to answer before the connection is given up. */
  @WithDefault("3s")
  Duration timeout();

  /** How often a subscription's connection is tried. */
  @WithDefault("2s")
  Duration ping();

  /** First pause after a lost connection, doubled from then on. */
  @WithDefault("50ms")
  Duration firstPause();

  /**
   * Longest pause between connections: what was revoked meanwhile ends soon after Redis is back.
   */
  @WithDefault("500ms")
  Duration longestPause();
}
