package dev.muster.kit.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** What browsers are told. */
@ConfigMapping(prefix = "muster.web")
public interface WebConfig {
  /** How long a browser that came by TLS shall use nothing else; zero says nothing about it. */
  @WithDefault("365d")
  Duration hstsMaxAge();
}
