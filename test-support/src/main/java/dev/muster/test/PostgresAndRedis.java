package dev.muster.test;

import dev.muster.platform.Secrets;
import dev.muster.platform.postgres.SchemaOwner;
import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives a Quarkus test this JVM's PostgreSQL and Redis. Arguments: {@code schema} (required for a
 * database; without it only Redis is configured), {@code role} (default {@code muster_} + schema)
 * and {@code owner} (another role that owns the schema and runs the migrations). Redis is set for
 * the default client and the client {@code consumers}.
 */
public final class PostgresAndRedis implements QuarkusTestResourceLifecycleManager {
  private String schema;
  private String role;
  private String owner;

  @Override
  public void init(Map<String, String> arguments) {
    schema = arguments.get("schema");
    role = arguments.getOrDefault("role", "muster_" + schema);
    owner = arguments.get("owner");
  }

  @Override
  public Map<String, String> start() {
    Map<String, String> settings = new HashMap<>();
    if (schema != null) {
      TestDatabase database = database(settings);
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

  private TestDatabase database(Map<String, String> settings) {
    if (owner == null) {
      return TestDatabase.of(role, schema);
    }
    SchemaOwner other = new SchemaOwner(owner, Secrets.randomPassword());
    settings.put("quarkus.flyway.username", other.role());
    settings.put("quarkus.flyway.password", other.password());
    return TestDatabase.of(role, schema, other);
  }

  /** The servers stay for the next test class of this JVM. */
  @Override
  public void stop() {}
}
