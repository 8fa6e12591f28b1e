package dev.muster.kit.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;

/** How signed requests are checked. */
@ConfigMapping(prefix = "muster.signature")
public interface SignatureConfig {
  /** How far {@code X-Timestamp} may be from this clock, either way; at most an hour. */
  @WithDefault("300s")
  Duration skew();

  /** How long Redis may take to remember a nonce. */
  @WithDefault("2s")
  Duration nonceTimeout();

  /**
   * Whether nothing but a signature counts on {@link #requiredOn}: {@code AUTH_REQUIRE_SIGNATURE}.
   */
  @WithDefault("false")
  boolean required();

  /**
   * Beginnings of paths under {@code /api}, which cover {@code /api/v1} too, in whole segments of
   * which {@code *} is any one. By default what control planes call (A3).
   */
  @WithDefault("/api/agents/*/tasks")
  List<String> requiredOn();
}
