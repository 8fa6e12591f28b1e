package dev.muster.kit.web;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What browsers are told. */
@ConfigMapping(prefix = "muster.web")
public interface WebConfig {
  /**
   * Pages of other sites that may use this one, as {@code https://console.example.org}; between
   * slashes, a regular expression. Quarkus' CORS filter, once it is switched on, has the same list.
   */
  Optional<List<String>> origins();

  /** How long a browser that came by TLS shall use nothing else; zero says nothing about it. */
  @WithDefault("365d")
  Duration hstsMaxAge();
}
