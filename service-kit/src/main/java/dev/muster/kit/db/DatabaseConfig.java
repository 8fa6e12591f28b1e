package dev.muster.kit.db;

import io.smallrye.config.ConfigMapping;
import io.smallrye.config.WithDefault;
import java.time.Duration;

/** The bound in front of the connection pool. */
@ConfigMapping(prefix = "muster.database")
public interface DatabaseConfig {
  /** How many may use the database at a time: the size of the pool. */
  @WithDefault("${quarkus.datasource.jdbc.max-size:16}")
  int permits();

  /** How many may wait for one of those. */
  @WithDefault("256")
  int waiting();

  /** How long they may wait. */
  @WithDefault("2s")
  Duration waitAtMost();

  /** How often work is tried when it conflicts with others. */
  @WithDefault("4")
  int tries();
}
