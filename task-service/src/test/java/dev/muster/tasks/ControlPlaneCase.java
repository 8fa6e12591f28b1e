package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.tasks.controlplane.Poller;
import dev.muster.tasks.controlplane.Pollers;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A control plane with a scope of its own, and the replicas that ask it. */
abstract class ControlPlaneCase extends QueueCase {
  private final List<Poller> pollers = new ArrayList<>();
  final String scope = "s" + capability;
  ControlPlaneServer plane;

  @Inject Pollers factory;

  @BeforeEach
  void openPlane() throws Exception {
    plane = new ControlPlaneServer();
  }

  @AfterEach
  void closePlane() {
    pollers.forEach(Poller::close);
    plane.close();
  }

  Poller replica() {
    return replica(plane.url(), 100);
  }

  Poller replica(String url, int most) {
    return start(new PlaneSettings(Optional.of(url), scope, Optional.of(user), most));
  }

  Poller startFor(UUID owner) {
    return start(new PlaneSettings(Optional.of(plane.url()), scope, Optional.of(owner), 100));
  }

  private Poller start(PlaneSettings settings) {
    Poller poller = factory.start(settings);
    pollers.add(poller);
    return poller;
  }

  void offer(String id) {
    plane.offer(id, task(Map.of()));
  }

  String task(Map<String, String> members) {
    StringBuilder task = new StringBuilder("{\"type\":\"echo\",\"capabilities\":[\"");
    task.append(capability).append("\"]");
    members.forEach((name, value) -> task.append(",\"" + name + "\":" + value));
    return task.append('}').toString();
  }

  /** The task that the control plane was told of. */
  UUID taken(String id) {
    await().until(() -> !plane.acknowledged(id).isEmpty());
    JsonNode answer = plane.acknowledged(id).getFirst();
    assertThat(answer.path("code").asInt()).isZero();
    return UUID.fromString(answer.path("task_id").asText());
  }

  JsonNode refusal(String id) {
    await().until(() -> !plane.acknowledged(id).isEmpty());
    return plane.acknowledged(id).getFirst();
  }

  JsonNode outcome(String id) {
    await().until(() -> !plane.outcomes(id).isEmpty());
    return plane.outcomes(id).getLast();
  }

  List<String> statuses(String id) {
    List<String> statuses = new ArrayList<>();
    plane
        .reports(id)
        .forEach(
            report ->
                report
                    .path("changes")
                    .forEach(change -> statuses.add(change.path("status").asText())));
    return statuses;
  }

  /** The task runs and ends with {@code "ok"}. */
  void runOne() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
  }

  int tasks() {
    return api().get("/api/v1/tasks").then().statusCode(200).extract().path("total");
  }

  void change(String sql, Object... values) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement = connection.prepareStatement(sql)) {
      for (int i = 0; i < values.length; i++) {
        statement.setObject(i + 1, values[i]);
      }
      assertThat(statement.executeUpdate()).isPositive();
    }
  }

  String state(String id) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement statement =
            connection.prepareStatement(
                "select state from control_plane_work where scope = ? and name = ?")) {
      statement.setString(1, scope);
      statement.setString(2, id);
      try (ResultSet row = statement.executeQuery()) {
        return row.next() ? row.getString(1) : "none";
      }
    }
  }
}
