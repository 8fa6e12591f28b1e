package dev.muster.kit.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How API keys are remembered that auth-service was asked for. */
@ConfigMapping(prefix = "muster.api-key")
public interface ApiKeyConfig {
  /** Keys that are remembered, unknown ones too; beyond it the longest unused are asked again. */
  @WithDefault("10000")
  int cacheSize();

  /**
   * How long a key is remembered. Only the notice of a revocation that was missed altogether leaves
   * a dead key alive that long.
   */
  @WithDefault("60s")
  Duration cachedFor();

  /** How long it is remembered that there is no such key. */
  @WithDefault("10s")
  Duration unknownFor();

  /** Questions to auth-service at once; who waits for more than a second is told 5003. */
  @WithDefault("16")
  int lookups();
}
