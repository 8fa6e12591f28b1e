package dev.muster.kit.internal;

import dev.muster.kit.secret.Secret;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.Optional;

/** How a service presents itself to the others. */
@ConfigMapping(prefix = "muster.service")
interface ServiceConfig {
  /** The client secret for its service token; without it the service can't call others. */
  Optional<Secret> secret();

  @WithDefault("2s")
  Duration connectTimeout();

  @WithDefault("5s")
  Duration requestTimeout();
}
