package dev.muster.kit.http;

import io.quarkus.runtime.configuration.MemorySize;
import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.util.List;
import java.util.Optional;

/** How large bodies may be. */
@ConfigMapping(prefix = "muster.body")
public interface BodyConfig {
  /** The most in general. */
  @WithDefault("1M")
  MemorySize most();

  /**
   * Paths under {@code /api} whose bodies may be as large as {@code
   * quarkus.http.limits.max-body-size} when their length is stated and they aren't signed: they are
   * read by the resource alone, after the caller is known.
   */
  Optional<List<String>> largePaths();
}
