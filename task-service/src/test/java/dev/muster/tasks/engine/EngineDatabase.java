package dev.muster.tasks.engine;

import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.state.TransitionGuard;
import dev.muster.test.TestDatabase;
import dev.muster.test.TestRedis;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.security.NamePrincipal;
import io.agroal.api.security.SimplePassword;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Vertx;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.RedisOptions;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.flywaydb.core.Flyway;

/**
 * A schema of its own, as the migration makes it, in which no task moves but by the table of
 * transitions; and replicas of the engine over it.
 */
public final class EngineDatabase implements AutoCloseable {
  /** Time passes in a test only where the test says so. */
  public static final Map<String, String> NO_TIME =
      Map.of(
          "muster.task.accept-within", "1h",
          "muster.task.reconnect-grace", "1h",
          "muster.task.avoid-agent", "1h",
          "muster.task.cancel-grace", "1h");

  /** A service that other tests of this JVM have started would take what is for the replicas. */
  private static final String STREAMS_OF_ITS_OWN = "/1";

  private static final Vertx VERTX = Vertx.vertx();

  private final AgroalDataSource pool;
  private final Redis redis;

  public EngineDatabase() throws SQLException {
    TestDatabase database = TestDatabase.freshSchema();
    Flyway.configure()
        .dataSource(database.dataSource())
        .defaultSchema(database.schema())
        .load()
        .migrate();
    TransitionGuard.install(database.dataSource(), true);
    pool = pool(database);
    redis =
        Redis.createClient(
            VERTX,
            new RedisOptions()
                .setConnectionString(TestRedis.url() + STREAMS_OF_ITS_OWN)
                .setPassword(TestRedis.password())
                .setMaxPoolSize(64)
                .setMaxPoolWaiting(512));
  }

  private static AgroalDataSource pool(TestDatabase database) throws SQLException {
    return AgroalDataSource.from(
        new AgroalDataSourceConfigurationSupplier()
            .connectionPoolConfiguration(
                connections ->
                    connections
                        .maxSize(40)
                        .acquisitionTimeout(Duration.ofSeconds(20))
                        .connectionFactoryConfiguration(
                            factory ->
                                factory
                                    .jdbcUrl(database.jdbcUrl())
                                    .principal(new NamePrincipal(database.username()))
                                    .credential(new SimplePassword(database.password())))));
  }

  public DataSource source() {
    return pool;
  }

  /** A task-service of which nothing is started. */
  public Wiring replica(FaultPlan faults, Map<String, String> settings) {
    DataSource faulty = new FaultyDataSource(pool, faults);
    Wiring replica =
        new Wiring(settings)
            .with(Redis.class, redis)
            .with(MeterRegistry.class, new SimpleMeterRegistry());
    return replica.with(
        Transactions.class, new Transactions(replica.get(DatabaseGate.class), () -> faulty));
  }

  public void update(String sql, Sql.Param... params) throws SQLException {
    try (Connection connection = pool.getConnection()) {
      Sql.update(connection, sql, params);
    }
  }

  public <T> List<T> query(String sql, Sql.Mapper<T> mapper, Sql.Param... params)
      throws SQLException {
    try (Connection connection = pool.getConnection()) {
      return Sql.query(connection, sql, mapper, params);
    }
  }

  @Override
  public void close() {
    pool.close();
    redis.close();
  }
}
