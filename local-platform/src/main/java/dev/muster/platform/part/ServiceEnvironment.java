package dev.muster.platform.part;

import dev.muster.platform.Secrets;
import dev.muster.platform.postgres.PostgresServer;
import dev.muster.platform.postgres.SchemaOwner;
import dev.muster.platform.postgres.ServiceSchema;
import dev.muster.platform.redis.RedisServer;
import java.util.HashMap;
import java.util.Map;

/**
 * What a service is told at its start. Secrets travel here and never in arguments, which every user
 * of the machine sees.
 *
 * @param peers base URL per kind that others call
 * @param publicUrl the edge
 */
public record ServiceEnvironment(
    Secrets secrets,
    PostgresServer postgres,
    RedisServer redis,
    Map<ServiceKind, String> peers,
    String publicUrl) {
  public static final String ADMIN_EMAIL = "admin@muster.local";
  public static final String USER_EMAIL = "user@muster.local";

  /** The schema of a kind that has one. */
  public ServiceSchema schema(ServiceKind kind) {
    SchemaOwner owner =
        kind.owner().isEmpty()
            ? null
            : new SchemaOwner(kind.owner(), secrets.password("postgres." + kind.owner()));
    return new ServiceSchema(
        kind.role(), kind.schema(), secrets.password("postgres." + kind.role()), owner);
  }

  public String redisPassword() {
    return secrets.password("redis");
  }

  Map<String, String> of(ServiceKind kind, int port) {
    Map<String, String> environment = new HashMap<>();
    environment.put("QUARKUS_PROFILE", "dev");
    // The probe asks often while a service starts; each "not yet" would be a line.
    environment.put("QUARKUS_LOG_CATEGORY__IO_SMALLRYE_HEALTH__LEVEL", "ERROR");
    environment.put("QUARKUS_HTTP_HOST", "127.0.0.1");
    environment.put("QUARKUS_HTTP_PORT", Integer.toString(port));
    if (kind.hasDatabase()) {
      ServiceSchema schema = schema(kind);
      environment.put("QUARKUS_DATASOURCE_JDBC_URL", schema.jdbcUrl(postgres));
      environment.put("QUARKUS_DATASOURCE_USERNAME", schema.role());
      environment.put("QUARKUS_DATASOURCE_PASSWORD", schema.password());
      if (schema.owner() != null) {
        environment.put("QUARKUS_FLYWAY_USERNAME", schema.owner().role());
        environment.put("QUARKUS_FLYWAY_PASSWORD", schema.owner().password());
      }
    }
    for (String client : new String[] {"QUARKUS_REDIS_", "QUARKUS_REDIS_CONSUMERS_"}) {
      environment.put(client + "HOSTS", redis.url());
      environment.put(client + "PASSWORD", redisPassword());
    }
    peers.forEach((peer, url) -> environment.put(peer.urlVariable(), url));
    environment.put("MUSTER_SERVICE_SECRET", clientSecret(kind));
    environment.put("MUSTER_PUBLIC_URL", publicUrl);
    // The edge, and the balancer between services, are the only ones in front of them.
    environment.put("MUSTER_PROXY_TRUSTED", "127.0.0.1");
    if (kind == ServiceKind.AUTH) {
      addAuth(environment);
    }
    return environment;
  }

  private void addAuth(Map<String, String> environment) {
    environment.put("MUSTER_KEY_ENCRYPTION_KEY", secrets.key("key-encryption"));
    environment.put("MUSTER_ADMIN_EMAIL", ADMIN_EMAIL);
    environment.put("MUSTER_ADMIN_PASSWORD", secrets.password("admin"));
    environment.put("MUSTER_REGISTRATION_OPEN", "true");
    for (ServiceKind client : ServiceKind.values()) {
      if (client != ServiceKind.AUTH) {
        environment.put(client.clientVariable(), clientSecret(client));
      }
    }
  }

  private String clientSecret(ServiceKind kind) {
    return secrets.token("client." + kind.serviceName());
  }

  @Override
  public String toString() {
    return "ServiceEnvironment[" + publicUrl + "]";
  }
}
