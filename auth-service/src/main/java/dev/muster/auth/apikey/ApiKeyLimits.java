package dev.muster.auth.apikey;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How many keys there may be. */
@ConfigMapping(prefix = "muster.api-keys")
interface ApiKeyLimits {
  /** Of one account, expired ones included. */
  @WithDefault("100")
  int perAccount();

  /** How far ahead an expiry may be. */
  @WithDefault("P3660D")
  Duration longest();
}
