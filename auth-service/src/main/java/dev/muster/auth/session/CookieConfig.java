package dev.muster.auth.session;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** How cookies of a login are set. */
@ConfigMapping(prefix = "muster.cookie")
interface CookieConfig {
  /** Whether browsers send them by TLS only. False is for development over plain HTTP. */
  @WithDefault("true")
  boolean secure();
}
