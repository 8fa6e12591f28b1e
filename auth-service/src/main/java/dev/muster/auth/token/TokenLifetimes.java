package dev.muster.auth.token;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** How long tokens live. */
@ConfigMapping(prefix = "muster.lifetime")
public interface TokenLifetimes {
  /** Of an access token, of users and services alike: at most an hour. */
  @WithDefault("PT1H")
  Duration access();

  /** Of a refresh token, counted anew at each refresh. */
  @WithDefault("P30D")
  Duration refresh();
}
