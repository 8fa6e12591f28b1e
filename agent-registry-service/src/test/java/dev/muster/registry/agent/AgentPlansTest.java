package dev.muster.registry.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.test.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.flywaydb.core.Flyway;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How PostgreSQL finds the agents of a list among 20,000. */
class AgentPlansTest {
  private static TestDatabase database;

  @BeforeAll
  static void twentyThousandAgents() throws SQLException {
    database = TestDatabase.freshSchema();
    Flyway.configure().dataSource(database.dataSource()).load().migrate();
    try (Connection connection = database.dataSource().getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(
          """
          INSERT INTO namespace (name, created_at, updated_at)
          SELECT 'n' || i, now(), now() FROM generate_series(1, 100) i;
          INSERT INTO agent (id, name, type, namespace, visibility, tags, capabilities, search_text,
                             token_salt, token_hash, created_at, updated_at)
          SELECT gen_random_uuid(), 'agent ' || i, 't' || i % 100, 'n' || 1 + i % 100,
                 CASE WHEN i % 50 = 0 THEN 'public' ELSE 'private' END,
                 ARRAY['tag' || i % 200], ARRAY['c' || i % 200],
                 'agent ' || i || E'\\n' || md5(i::text) || E'\\ntag' || i % 200,
                 substr(sha256(''), 1, 16), sha256(''), now(), now()
            FROM generate_series(1, 20000) i;
          ANALYZE agent
          """);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "type,t7,agent_by_type",
    "namespace,n7,agent_by_namespace",
    "tag,tag7,agent_tags",
    "capability,c7,agent_capabilities",
    "text,3f9c,agent_text",
    "public,,agent_public_by_name"
  })
  void eachFilterHasAnIndex(String filter, String value, String index) throws SQLException {
    AgentFilter wanted =
        new AgentFilter(
            filter.equals("type") ? value : null,
            filter.equals("tag") ? value : null,
            filter.equals("capability") ? value : null,
            filter.equals("namespace") ? value : null,
            filter.equals("text") ? value : null,
            filter.equals("public"));

    assertThat(plan(AgentSql.IDS + wanted.where(), wanted))
        .contains(index)
        .doesNotContain("Seq Scan");
    assertThat(plan(AgentSql.ROWS + wanted.where() + AgentSql.ORDER + " limit 20", wanted))
        .contains(index)
        .doesNotContain("Seq Scan");
  }

  @Test
  void combinedFiltersReadTheRarestFirst() throws SQLException {
    AgentFilter wanted = new AgentFilter("t7", "tag7", "c7", "n8", "agent", true);

    assertThat(plan(AgentSql.IDS + wanted.where(), wanted)).doesNotContain("Seq Scan");
  }

  @Test
  void aPageOfAllComesInTheOrderOfAnIndex() throws SQLException {
    AgentFilter all = new AgentFilter(null, null, null, null, null, false);

    assertThat(plan(AgentSql.ROWS + AgentSql.ORDER + " limit 20", all))
        .contains("agent_by_name")
        .doesNotContain("Sort");
  }

  @Test
  void whatTaskServiceWasNotToldIsFoundWithoutLookingAtAll() throws SQLException {
    AgentFilter none = new AgentFilter(null, null, null, null, null, false);

    assertThat(plan("select id from agent where mode_told < mode_version order by id", none))
        .contains("agent_untold");
  }

  /** With the values in their places, as the driver sends them. */
  private static String plan(String sql, AgentFilter filter) throws SQLException {
    String text = sql;
    for (var parameter : filter.parameters().entrySet()) {
      text = text.replace(":" + parameter.getKey(), "'" + parameter.getValue() + "'");
    }
    StringBuilder plan = new StringBuilder();
    try (Connection connection = database.dataSource().getConnection();
        PreparedStatement explain = connection.prepareStatement("explain " + text);
        ResultSet lines = explain.executeQuery()) {
      while (lines.next()) {
        plan.append(lines.getString(1)).append('\n');
      }
    }
    return plan.toString();
  }
}
