package dev.muster.test;

import dev.muster.platform.Secrets;
import dev.muster.platform.postgres.PostgresServer;
import dev.muster.platform.postgres.SchemaOwner;
import dev.muster.platform.postgres.ServiceSchema;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A schema and its role in this JVM's PostgreSQL.
 *
 * @param jdbcUrl with {@code currentSchema}, without credentials
 */
public record TestDatabase(String jdbcUrl, String username, String password, String schema) {
  private static final AtomicInteger COUNT = new AtomicInteger();

  /** An empty schema that nothing else uses, with a role of its own that may enter no other. */
  public static TestDatabase freshSchema() {
    String name = "t" + COUNT.incrementAndGet();
    return of("test_" + name, name);
  }

  /**
   * The given role and schema, made if missing; a second call gives the same schema with a new
   * password.
   */
  public static TestDatabase of(String role, String schema) {
    return of(new ServiceSchema(role, schema, Secrets.randomPassword()));
  }

  /** The same, owned by another role: see {@link SchemaOwner}. */
  public static TestDatabase of(String role, String schema, SchemaOwner owner) {
    return of(new ServiceSchema(role, schema, Secrets.randomPassword(), owner));
  }

  private static TestDatabase of(ServiceSchema part) {
    try {
      part.create(server());
    } catch (SQLException e) {
      throw new IllegalStateException("cannot create schema " + part.schema(), e);
    }
    return new TestDatabase(part.jdbcUrl(server()), part.role(), part.password(), part.schema());
  }

  /** The server itself, to stop, kill, pause and start. */
  public static PostgresServer server() {
    return Servers.postgres();
  }

  /** Connects anew for every {@code getConnection()}. */
  public DataSource dataSource() {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(jdbcUrl);
    source.setUser(username);
    source.setPassword(password);
    return source;
  }

  @Override
  public String toString() {
    return "TestDatabase[" + username + ", " + jdbcUrl + "]";
  }
}
