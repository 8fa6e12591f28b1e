package dev.muster.registry.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.id.Ids;
import io.agroal.api.AgroalDataSource;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class AgentTableTest {
  private static final String FOREIGN_KEY_VIOLATION = "23503";
  private static final String CHECK_VIOLATION = "23514";
  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  @Inject AgroalDataSource database;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "name = ''",
        "type = 'a b'",
        "visibility = 'hidden'",
        "concurrency = 0",
        "concurrency = 1001",
        "capabilities = '{A}'",
        "capabilities = '{a,NULL}'",
        "capabilities = '{a,\"\"}'",
        "capabilities = '{\"a b\"}'",
        "capabilities = array_fill('a'::varchar, ARRAY[65])",
        "tags = '{NULL}'",
        "tools = '{\"a b\"}'",
        "meta = '[]'",
        "meta = jsonb_build_object('a', repeat('x', 65536))",
        "token_salt = ''",
        "token_hash = substr(token_hash, 2)",
        "updated_at = created_at - interval '1 second'",
        "mode = 'asleep'",
        "mode_version = 1",
        "mode_told = 1",
        "rotation = 1",
        "rotation_done_at = now()",
        "pending_salt = token_salt, pending_hash = token_hash"
      })
  void theDatabaseRefusesImpossibleAgents(String change) {
    assertThatThrownBy(() -> update(change))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(CHECK_VIOLATION));
  }

  @Test
  void theDatabaseRefusesAnAgentInNoNamespace() {
    assertThatThrownBy(() -> update("namespace = 'A'"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(FOREIGN_KEY_VIOLATION));
  }

  @ParameterizedTest
  @ValueSource(strings = {"CREATE SCHEMA other", "CREATE TABLE public.other ()"})
  void theServiceOwnsItsSchemaOnly(String statement) {
    assertThatThrownBy(() -> run(statement))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(INSUFFICIENT_PRIVILEGE));
  }

  @Test
  void whatTheLimitsAllowFits() throws SQLException {
    update(
        "name = repeat('界', 128), description = repeat('界', 2000), concurrency = 1000,"
            + " capabilities = array_fill(repeat('c', 64)::varchar, ARRAY[64]),"
            + " tags = array_fill(repeat('界', 64)::varchar, ARRAY[64])");
  }

  private void update(String change) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement update =
            connection.prepareStatement("UPDATE agent SET " + change + " WHERE id = ?")) {
      update.setObject(1, Ids.parse(Api.newAgent()).orElseThrow());
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }

  private void run(String statement) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement running = connection.createStatement()) {
      running.execute(statement);
    }
  }
}
