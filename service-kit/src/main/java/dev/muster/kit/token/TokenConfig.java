package dev.muster.kit.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How access tokens are checked. */
@ConfigMapping(prefix = "muster.token")
public interface TokenConfig {
  @WithDefault("muster")
  String issuer();

  @WithDefault("muster")
  String audience();

  /** How far the clocks of two machines may differ; more than 30 s is refused. */
  @WithDefault("10s")
  Duration clockSkew();

  /** Verified tokens that are remembered; beyond it the longest unused are verified again. */
  @WithDefault("20000")
  int cacheSize();

  /** How old the known keys may become before they are read again in the background. */
  @WithDefault("5m")
  Duration keysRefresh();

  /** After the keys were read in vain because one was unknown: how long they aren't again. */
  @WithDefault("5s")
  Duration keysRefetch();

  /**
   * How often revocations are read while notices of new ones can't be received: short enough for
   * the one second (H4) in which a logout counts everywhere.
   */
  @WithDefault("500ms")
  Duration revocationPoll();

  /** How often they are read all the same, in case a notice was lost. */
  @WithDefault("1m")
  Duration revocationRefresh();
}
