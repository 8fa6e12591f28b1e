package dev.muster.auth.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.platform.postgres.SchemaOwner;
import dev.muster.test.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** What the service's role can't do to the audit log, even if the service is taken over. */
class AuditTableTest {
  private static final SchemaOwner OWNER = new SchemaOwner("audit_test_owner", "owner-password");
  private static final TestDatabase SERVICE = TestDatabase.of("audit_test", "audit_test", OWNER);
  private final YearMonth now = YearMonth.now(ZoneOffset.UTC);
  private static final String LINE =
      "INSERT INTO audit (id, service, actor_kind, action, outcome, code, detail) VALUES"
          + " (gen_random_uuid(), 's', 'system', 'a.b', 'ok', 0, '{}')";

  @BeforeAll
  static void migrate() throws SQLException {
    Flyway.configure()
        .dataSource(SERVICE.jdbcUrl(), OWNER.role(), OWNER.password())
        .defaultSchema(SERVICE.schema())
        .load()
        .migrate();
    run("SELECT audit_make_month(now()::date)");
    run(LINE);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE audit SET action = 'x.y'",
        "DELETE FROM audit",
        "TRUNCATE audit",
        "DROP TABLE audit",
        "ALTER TABLE audit ADD COLUMN x int",
        "CREATE RULE r AS ON INSERT TO audit DO INSTEAD NOTHING",
        "ALTER TABLE audit DISABLE TRIGGER ALL",
        "UPDATE audit_retention SET days = 1",
        "DELETE FROM audit_retention",
        "SET ROLE audit_test_owner",
        "CREATE TEMPORARY TABLE audit_retention AS SELECT 1 AS days",
        "CREATE FUNCTION f() RETURNS int RETURN 1",
      })
  void nothingIsChangedOrRemovedByTheServicesRole(String sql) {
    refused(sql);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "UPDATE %s SET action = 'x.y'",
        "DELETE FROM %s",
        "TRUNCATE %s",
        "DROP TABLE %s",
        "INSERT INTO %s SELECT * FROM audit",
        "SELECT * FROM %s"
      })
  void aMonthIsReachedThroughTheWholeTableOnly(String sql) {
    refused(sql.formatted(name(now)));
  }

  @Test
  void linesAreAddedAndRead() throws SQLException {
    run(LINE);
    assertThat(number("SELECT count(*) FROM audit")).isGreaterThanOrEqualTo(2);
    assertThat(number("SELECT count(*) FROM account")).isZero();
    run("DELETE FROM account");
  }

  @Test
  void monthsAreDroppedOnceTheirTimeIsOverAndNotBefore() throws SQLException {
    // The youngest day of a month decides: 400 days are at least 13 whole months.
    YearMonth old = now.minusMonths(16);
    YearMonth kept = now.minusMonths(13);
    asOwner(partition(old));
    asOwner(partition(kept));

    assertThatThrownBy(() -> run("SELECT audit_forget(399)"))
        .hasMessageContaining("at least 400 days");
    assertThatThrownBy(() -> run("SELECT audit_forget(NULL)")).isInstanceOf(SQLException.class);
    assertThat(exists(old)).isTrue();
    assertThat(number("SELECT audit_forget(4000)")).isZero();
    assertThat(number("SELECT audit_forget(400)")).isEqualTo(1);
    assertThat(exists(old)).isFalse();
    assertThat(exists(kept)).isTrue();
    assertThat(exists(now)).isTrue();
  }

  @Test
  void monthsAreMadeOnceAndNotInTheFarFuture() throws SQLException {
    run("SELECT audit_make_month('" + now.plusMonths(1).atDay(28) + "')");
    run("SELECT audit_make_month('" + now.plusMonths(1).atDay(1) + "')");
    assertThat(exists(now.plusMonths(1))).isTrue();
    assertThatThrownBy(() -> run("SELECT audit_make_month('2999-01-01')"))
        .hasMessageContaining("no month");
    assertThatThrownBy(() -> run("SELECT audit_make_month('1999-01-01')"))
        .hasMessageContaining("no month");
  }

  @Test
  void theServiceKnowsWhetherItsRoleCouldChangeTheLog() throws SQLException {
    assertThat(text(SERVICE, TrailSql.MAY_CHANGE)).isEqualTo("f");
    TestDatabase alone = TestDatabase.freshSchema();
    Flyway.configure()
        .dataSource(alone.dataSource())
        .defaultSchema(alone.schema())
        .load()
        .migrate();
    assertThat(text(alone, TrailSql.MAY_CHANGE)).isEqualTo("t");
  }

  private static String name(YearMonth month) {
    return "audit_" + month.format(DateTimeFormatter.ofPattern("uuuuMM"));
  }

  private static String partition(YearMonth month) {
    return "CREATE TABLE %s PARTITION OF audit FOR VALUES FROM ('%s 00:00Z') TO ('%s 00:00Z')"
        .formatted(name(month), month.atDay(1), month.plusMonths(1).atDay(1));
  }

  private static boolean exists(YearMonth month) throws SQLException {
    return text(SERVICE, "SELECT to_regclass('" + name(month) + "')") != null;
  }

  private static void refused(String sql) {
    assertThatThrownBy(() -> run(sql))
        .isInstanceOf(SQLException.class)
        .extracting(e -> ((SQLException) e).getSQLState())
        .isEqualTo("42501");
    assertThatCode(() -> run(LINE)).doesNotThrowAnyException();
  }

  private static void run(String sql) throws SQLException {
    try (Connection connection = SERVICE.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static void asOwner(String sql) throws SQLException {
    PGSimpleDataSource source = new PGSimpleDataSource();
    source.setUrl(SERVICE.jdbcUrl());
    source.setUser(OWNER.role());
    source.setPassword(OWNER.password());
    try (Connection connection = source.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  private static long number(String sql) throws SQLException {
    return Long.parseLong(text(SERVICE, sql));
  }

  private static String text(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
