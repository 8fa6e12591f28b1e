package dev.muster.test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TestDatabaseTest {

  @Test
  void eachSchemaIsItsOwn() throws Exception {
    TestDatabase one = TestDatabase.freshSchema();
    TestDatabase two = TestDatabase.freshSchema();
    execute(one, "CREATE TABLE mine (n int)");
    execute(two, "CREATE TABLE mine (n int)");
    assertThatThrownBy(() -> execute(two, "SELECT * FROM " + one.schema() + ".mine"))
        .isInstanceOf(SQLException.class);
    assertThat(one.toString()).doesNotContain(one.password());
  }

  @Test
  void aQuarkusTestIsGivenDatabaseAndRedis() throws Exception {
    PostgresAndRedis resource = new PostgresAndRedis();
    resource.init(Map.of("schema", "task"));
    Map<String, String> settings = resource.start();
    TestDatabase database =
        new TestDatabase(
            settings.get("quarkus.datasource.jdbc.url"),
            settings.get("quarkus.datasource.username"),
            settings.get("quarkus.datasource.password"),
            "task");
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement();
        ResultSet rows = statement.executeQuery("SELECT current_schema()")) {
      rows.next();
      assertThat(rows.getString(1)).isEqualTo("task");
    }
    assertThat(settings)
        .containsEntry("quarkus.redis.hosts", TestRedis.url())
        .containsEntry("quarkus.redis.consumers.password", TestRedis.password());
  }

  private static void execute(TestDatabase database, String sql) throws SQLException {
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
