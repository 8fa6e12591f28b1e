package dev.muster.auth.key;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long a key signs, and how long it is known before it does. */
@ConfigMapping(prefix = "muster.signing-keys")
public interface SigningKeysConfig {
  /** How long one key signs before the next takes its place. */
  @WithDefault("P30D")
  Duration rotateEvery();

  /**
   * How long a key is published before it signs: longer than any verifier keeps the keys it has
   * read. A replica that has read no keys for as long signs nothing.
   */
  @WithDefault("PT15M")
  Duration publishAhead();
}
