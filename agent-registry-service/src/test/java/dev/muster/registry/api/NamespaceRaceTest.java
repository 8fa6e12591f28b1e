package dev.muster.registry.api;

import static dev.muster.registry.api.Api.anonymous;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newNamespace;
import static dev.muster.registry.api.Api.unique;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A namespace is deleted while something that belongs to it is being written. */
@RegistryTest
class NamespaceRaceTest {
  private static final String WAITING =
      "select count(*) from pg_stat_activity where wait_event_type = 'Lock'"
          + " and datname = current_database() and query like '%namespace%'";

  private static final String AGENT =
      "insert into agent (id, name, type, namespace, token_salt, token_hash, created_at, updated_at)"
          + " values (gen_random_uuid(), 'late', 'process', ?, decode(repeat('00', 16), 'hex'),"
          + " decode(repeat('00', 32), 'hex'), now(), now())";

  @Inject AgroalDataSource database;

  private final String namespace = unique();

  @BeforeEach
  void make() {
    newNamespace(namespace);
  }

  @Test
  void anAgentThatIsBeingWrittenKeepsIt() throws Exception {
    try (Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      execute(other, AGENT, namespace);
      CompletableFuture<Response> deletion =
          CompletableFuture.supplyAsync(
              () -> as(ADMIN).delete("/api/v1/namespaces/{ns}", namespace));
      awaitSomebodyWaiting();
      other.commit();
      assertThat(deletion.get().statusCode()).isEqualTo(409);
    }
    as(ADMIN).get("/api/v1/namespaces/{ns}", namespace).then().statusCode(200);
  }

  @Test
  void anEnrolmentWaitsForItsEndWithNothingInHand() throws Exception {
    Response made =
        as(ADMIN).body("{\"namespace\":\"" + namespace + "\"}").post("/api/v1/enrollment-tokens");
    try (Connection other = database.getConnection()) {
      other.setAutoCommit(false);
      execute(other, "select 1 from namespace where name = ? for update", namespace);
      CompletableFuture<Response> enrolment =
          CompletableFuture.supplyAsync(() -> enrol(made.path("token")));
      awaitSomebodyWaiting();
      execute(
          other,
          "select 1 from enrollment_token where id = ? for update nowait",
          UUID.fromString(made.path("id")));
      execute(other, "delete from namespace where name = ?", namespace);
      other.commit();
      assertThat(enrolment.get().statusCode()).isEqualTo(401);
    }
  }

  private static Response enrol(String token) {
    return anonymous()
        .body(
            "{\"enrollment_token\":\""
                + token
                + "\",\"machine_id\":\"machine-"
                + UUID.randomUUID()
                + "\",\"name\":\"a\",\"type\":\"process\"}")
        .post("/api/v1/agents/register");
  }

  private static void execute(Connection connection, String sql, Object parameter)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setObject(1, parameter);
      statement.execute();
    }
  }

  private void awaitSomebodyWaiting() {
    await().until(() -> waiting() > 0);
  }

  private long waiting() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(WAITING)) {
      row.next();
      return row.getLong(1);
    }
  }
}
