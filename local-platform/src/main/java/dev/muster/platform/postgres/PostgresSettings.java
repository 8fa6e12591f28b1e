package dev.muster.platform.postgres;

import java.nio.file.Path;
import java.util.Map;

/**
 * Where and how one PostgreSQL runs.
 *
 * @param folder keeps {@code postgres/} (the data), {@code logs/} and {@code run/}
 * @param port loopback port, the same over restarts
 * @param password of the administrator {@link PostgresServer#ADMINISTRATOR}
 * @param durable fsync and synchronous_commit on; off only where a crash may lose everything, as in
 *     unit tests
 * @param extra over those of {@link DataFolder}
 */
public record PostgresSettings(
    Path folder, int port, String password, boolean durable, Map<String, String> extra) {
  public PostgresSettings {
    extra = Map.copyOf(extra);
  }

  public PostgresSettings(Path folder, int port, String password, boolean durable) {
    this(folder, port, password, durable, Map.of());
  }

  Path data() {
    return folder.resolve("postgres");
  }

  @Override
  public String toString() {
    return "PostgresSettings[" + folder + ", port " + port + "]";
  }
}
