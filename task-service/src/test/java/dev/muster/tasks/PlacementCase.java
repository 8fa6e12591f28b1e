package dev.muster.tasks;

import static io.restassured.RestAssured.given;

import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;

/** What the tests of who gets what share: a namespace of their own, many tasks, several users. */
abstract class PlacementCase extends QueueCase {
  final String namespace = "n" + user;

  @BeforeEach
  void ownNamespace() {
    gateway.in(namespace);
  }

  UUID submitAs(UUID owner, Map<String, Object> members) {
    return UUID.fromString(
        as(owner, "user")
            .contentType(ContentType.JSON)
            .body(wish(members))
            .post("/api/v1/tasks")
            .then()
            .statusCode(201)
            .extract()
            .path("task_id"));
  }

  @Override
  Map<String, Object> wish(Map<String, Object> members) {
    Map<String, Object> wish = new HashMap<>(members);
    wish.putIfAbsent("type", "echo");
    wish.putIfAbsent("capabilities", List.of(capability));
    wish.putIfAbsent("namespace", namespace);
    return wish;
  }

  RequestSpecification as(UUID who, String role) {
    return given().auth().oauth2(auth.token(who.toString(), role));
  }

  RequestSpecification admin() {
    return as(user, "admin").contentType(ContentType.JSON);
  }

  ValidatableResponse policy(int weight, int quota, boolean paused, long version) {
    return given()
        .auth()
        .oauth2(auth.token("agent-registry-service", "service"))
        .contentType(ContentType.JSON)
        .body(Map.of("weight", weight, "quota", quota, "paused", paused, "version", version))
        .put("/internal/namespaces/" + namespace + "/policy")
        .then();
  }

  /** The next dispatch, accepted. */
  AttemptRef accepted(UUID agentId) throws Exception {
    AgentCommand.DispatchTask dispatch = gateway.dispatched(agentId);
    gateway.say(agentId, new AgentSignal.TaskAccept(dispatch.attempt()));
    return dispatch.attempt();
  }

  /** Copies a queued task, with keys and all; the copies come after it. */
  void copy(UUID taskId, int copies) throws SQLException {
    update(
        """
        insert into task (id, owner_id, namespace, route_id, type, priority, status, stage, run_at,
          timeout_ms, max_attempts, max_lost, input, concurrency_key, concurrency_limit)
        select uuidv7(), owner_id, namespace, route_id, type, priority, status, null, run_at,
          timeout_ms, max_attempts, max_lost, input, concurrency_key, concurrency_limit
        from task, generate_series(1, ?) where id = ?
        """,
        copies,
        taskId);
  }

  int update(String sql, Object... values) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepare(connection, sql, values)) {
      return statement.executeUpdate();
    }
  }

  int count(String sql, Object... values) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = prepare(connection, sql, values);
        ResultSet rows = statement.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** Those of this test's namespace. */
  int tasks(String condition) throws SQLException {
    return count("select count(*) from task where namespace = ? and " + condition, namespace);
  }

  private static PreparedStatement prepare(Connection connection, String sql, Object... values)
      throws SQLException {
    PreparedStatement statement = connection.prepareStatement(sql);
    List<Object> list = Arrays.asList(values);
    for (int i = 0; i < list.size(); i++) {
      statement.setObject(i + 1, list.get(i));
    }
    return statement;
  }
}
