package dev.muster.auth.account;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;

/** Who may make an account. */
@ConfigMapping(prefix = "muster.registration")
interface RegistrationConfig {
  /** Anybody; otherwise only an administrator may, for somebody else. */
  @WithDefault("false")
  boolean open();
}
