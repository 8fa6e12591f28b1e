package dev.muster.test;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a Quarkus test this JVM's PostgreSQL and Redis. Arguments: {@code schema} (required for a
 * database; without it only Redis is configured) and {@code role} (default {@code muster_} +
 * schema). Redis is set for the default client and the client {@code consumers}.
 */
public final class PostgresAndRedis implements QuarkusTestResourceLifecycleManager {
  private String schema;
  private String role;

  @Override
  public void init(Map<String, String> arguments) {
    schema = arguments.get("schema");
    role = arguments.getOrDefault("role", "muster_" + schema);
  }

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>();
    if (schema != null) {
      TestDatabase database = TestDatabase.of(role, schema);
      settings.put("quarkus.datasource.jdbc.url", database.jdbcUrl());
      settings.put("quarkus.datasource.username", database.username());
      settings.put("quarkus.datasource.password", database.password());
    }
    settings.put("quarkus.redis.hosts", TestRedis.url());
    settings.put("quarkus.redis.password", TestRedis.password());
    settings.put("quarkus.redis.consumers.hosts", TestRedis.url());
    settings.put("quarkus.redis.consumers.password", TestRedis.password());
    return settings;
  }

  /** The servers stay for the next test class of this JVM. */
  @Override
  public void stop() {}
}
