package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Agents at {@code /ws?role=agent}. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class RoleSocketTest {
  private static final String TOKEN = "role-secret";

  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject TaskServiceActs tasks;
  @Inject Buckets buckets;

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
  }

  @Test
  void aTaskLivesFromItsSubmissionToItsResultWithNothingButItsId() {
    try (TypedDriver agent = live()) {
      AttemptRef attempt = tasks.dispatch(agent.id);
      JsonNode submit = agent.hear("task/submit");
      assertThat(submit.path("payload").path("type").asText()).isEqualTo("plan");
      assertThat(submit.path("payload").path("input").path("n").asInt()).isEqualTo(1);
      assertThat(submit.path("payload").path("lease_id").asText()).isEqualTo(attempt.leaseId());
      assertThat(submit.path("ts").asLong()).isBetween(1L, System.currentTimeMillis() / 1_000);
      assertThat(submit.path("metadata").path("request_id").asText()).isEqualTo("r-7");

      String accept = agent.say("task/accept", id(attempt));
      tasks.entry(RedisNames.AGENT_RESULTS, "task_accept", attempt);
      tasks.acknowledge(agent.id, accept, 0);
      assertThat(agent.hearAckOf(accept).path("code").asInt()).isZero();
      agent.say("task/progress", "{\"task_id\":\"" + attempt.taskId() + "\",\"percent\":50}");
      tasks.entry(RedisNames.AGENT_STATUS, "task_progress", attempt);
      // Longer than the submission would wait to be sent again, had it not arrived.
      assertThat(agent.socket.next(Duration.ofMillis(600))).isNull();

      String result = agent.say("task/result", id(attempt));
      tasks.entry(RedisNames.AGENT_RESULTS, "task_result", attempt);
      assertThat(agent.socket.next(Duration.ofMillis(100))).isNull();
      tasks.acknowledge(agent.id, result, 0);
      assertThat(agent.hearAckOf(result).path("message").asText()).isEqualTo("said");
    }
  }

  @Test
  void aCancelIsSentUntilTheTaskEnds() {
    try (TypedDriver agent = live()) {
      AttemptRef attempt = tasks.dispatch(agent.id);
      agent.hear("task/submit");
      agent.say("task/accept", id(attempt));
      tasks.cancel(agent.id, attempt);
      JsonNode cancel = agent.hear("task/cancel");
      assertThat(cancel.path("payload").path("task_id").asText())
          .isEqualTo(attempt.taskId().toString());
      assertThat(agent.hear("task/cancel")).isEqualTo(cancel);

      agent.say("task/error", id(attempt));
      assertThat(tasks.entry(RedisNames.AGENT_RESULTS, "task_error", attempt).get("payload"))
          .contains("\"kind\":\"canceled\"");
      assertThat(agent.socket.next(Duration.ofMillis(700))).isNull();
    }
  }

  @Test
  void anAgentIsGreetedAndOpensItsSessionWithItsStatus() {
    UUID id = StandIns.agent(TOKEN);
    try (TypedDriver agent = TypedDriver.role(base, id, TOKEN)) {
      assertThat(agent.socket.next(Duration.ofSeconds(5)).path("type").asText())
          .isEqualTo("auth/ok");
      assertThat(agent.hear("heartbeat").path("payload").path("interval").asInt()).isPositive();
      String task = Ids.next().toString();
      String status = agent.say("agent/status", "{\"running\":[{\"task_id\":\"" + task + "\"}]}");

      assertThat(agent.hearAckOf(status).path("code").asInt()).isZero();
      JsonNode session = StandIns.SESSIONS.get(id);
      assertThat(session.path("slots").asInt()).isEqualTo(4);
      assertThat(session.path("running").get(0).path("task_id").asText()).isEqualTo(task);
      assertThat(session.path("running").get(0).path("lease_id").asText("none"))
          .isIn("none", "null");
    }
  }

  @Test
  void withoutAStatusTheSessionOpensAsThatOfAnAgentThatRunsNothing() {
    UUID id = StandIns.agent(TOKEN);
    try (TypedDriver agent = TypedDriver.role(base, id, TOKEN)) {
      agent.say("heartbeat", "{}");

      JsonNode session = RedisProbe.await(() -> StandIns.SESSIONS.get(id), Objects::nonNull);
      assertThat(session.path("running")).isEmpty();
    }
  }

  @Test
  void anOutcomeThatComesBeforeTheStatusFindsItsAttempt() {
    UUID id = StandIns.agent(TOKEN);
    AttemptRef attempt = new AttemptRef(Ids.next(), "lease-" + Ids.next(), 2);
    StandIns.SETTLED.put(id, "\"abandon\":[],\"held\":[" + named(attempt) + "]");
    try (TypedDriver agent = TypedDriver.role(base, id, TOKEN)) {
      String result = agent.say("task/result", id(attempt));
      agent.say("agent/status", "{\"running\":[]}");

      assertThat(tasks.entry(RedisNames.AGENT_RESULTS, "task_result", attempt))
          .containsEntry("message_id", result);
      assertThat(StandIns.SESSIONS.get(id).path("running")).hasSize(1);
    }
  }

  @Test
  void whatTheAgentDoesNotHoldAnyMoreIsCanceled() {
    UUID id = StandIns.agent(TOKEN);
    UUID task = Ids.next();
    StandIns.SETTLED.put(
        id, "\"abandon\":[{\"task_id\":\"" + task + "\",\"attempt\":0}],\"held\":[]");
    try (TypedDriver agent = TypedDriver.role(base, id, TOKEN)) {
      agent.say("agent/status", "{\"running\":[\"" + task + "\"]}");
      JsonNode cancel = agent.hear("task/cancel").path("payload");

      assertThat(cancel.path("task_id").asText()).isEqualTo(task.toString());
      assertThat(cancel.path("reason").asText()).isNotEmpty();
      String error = agent.say("task/error", "{\"task_id\":\"" + task + "\"}");
      assertThat(agent.hearAckOf(error).path("code").asInt()).isEqualTo(2001);
    }
  }

  @Test
  void theRegistrysOrdersReachTheAgent() {
    UUID id = StandIns.agent(TOKEN);
    StandIns.order(id, "draining", 1, 0);
    try (TypedDriver agent = TypedDriver.role(base, id, TOKEN)) {
      agent.say("agent/status", "{}");
      JsonNode command = agent.hear("agent/command");
      agent.say("ack", "{\"message_id\":\"" + command.path("id").asText() + "\"}");

      assertThat(command.path("payload").path("command").asText()).isEqualTo("drain");
    }
  }

  @Test
  void badFramesAreToldAndManyOfThemEndTheConnection() {
    try (TypedDriver agent = live()) {
      String unknown = agent.say("task/novelty", "{}");
      assertThat(agent.hearAckOf(unknown).path("code").asInt()).isZero();
      String bad = agent.say("task/accept", "{\"task_id\":7}");
      JsonNode error = agent.hear("error").path("payload");
      assertThat(error.path("code").asInt()).isEqualTo(1001);
      assertThat(error.path("message_id").asText()).isEqualTo(bad);
      for (int i = 0; i < 19; i++) {
        agent.socket.say("{");
      }

      assertThat(agent.socket.closed().code()).isEqualTo(1008);
    }
  }

  @Test
  void theTokenMayComeAsSubprotocolOrInTheQuery() {
    UUID id = StandIns.agent(TOKEN);
    for (String scheme : List.of("agent-token", "bearer")) {
      try (TypedDriver agent = TypedDriver.role(base, id, "", Map.of(), scheme, TOKEN)) {
        agent.hear("auth/ok");
        assertThat(agent.socket.protocol()).isEqualTo(scheme);
      }
    }
    try (TypedDriver agent = TypedDriver.role(base, id, "&agent_token=" + TOKEN, Map.of())) {
      agent.hear("auth/ok");
    }
  }

  @Test
  void anUnknownAgentAndAWrongTokenAreRefusedAlike() throws IOException {
    JsonNode wrong = refused(StandIns.agent(TOKEN), "wrong", 4401);
    String golden =
        Files.readString(Path.of("../shared-contracts/src/test/resources/wire/ws/auth_error.json"));

    assertThat(refused(Ids.next(), TOKEN, 4401)).isEqualTo(wrong);
    assertThat(unnamed(DialectReading.json(golden))).isEqualTo(wrong);
  }

  @Test
  void withoutATokenOrAnAgentTheSocketIsRefused() {
    for (String query : List.of("", "&agent_token=")) {
      try (TypedDriver agent = TypedDriver.role(base, StandIns.agent(TOKEN), query, Map.of())) {
        agent.hear("auth/error");
        assertThat(agent.socket.closed().code()).isEqualTo(4401);
      }
    }
  }

  @Test
  void whileTheRegistryIsAwayAgentsAreToldToTryLater() {
    StandIns.AWAY.add("/authenticate");

    assertThat(refused(StandIns.agent(TOKEN), TOKEN, 1013).path("payload").path("code").asInt())
        .isEqualTo(5003);
  }

  @Test
  void anAddressThatWasRefusedTooOftenIsNotHeard() {
    String address = "198.51.100.77";
    while (buckets.spend(Limit.AGENT_REFUSED, address).allowed()) {
      // Until it is empty.
    }
    Map<String, String> from =
        Map.of("X-Forwarded-For", address, "Authorization", "Bearer " + TOKEN);
    try (TypedDriver agent = TypedDriver.role(base, StandIns.agent(TOKEN), "", from)) {
      assertThat(agent.hear("auth/error").path("payload").path("code").asInt()).isEqualTo(4291);
      assertThat(agent.socket.closed().code()).isEqualTo(1013);
    }
  }

  @Test
  void anAgentThatIsThrownOutIsTold() {
    try (TypedDriver agent = live()) {
      redis.publish(
          RedisNames.GATEWAY_CONTROL,
          new GatewayNotice(GatewayNotice.Kind.KICKED, agent.id, 0, "deleted").toJson());

      assertThat(agent.socket.closed().code()).isEqualTo(4403);
    }
  }

  @Test
  void anAgentIsOneAgentWhicheverWayItComes() {
    UUID id = StandIns.agent(AgentDriver.TOKEN);
    try (AgentDriver first = AgentDriver.live(base, id);
        TypedDriver second = TypedDriver.role(base, id, AgentDriver.TOKEN)) {
      second.hearAckOf(second.say("agent/status", "{}"));
      assertThat(first.socket.closed().code()).isEqualTo(4409);

      Map<String, String> bearer = Map.of("Authorization", "Bearer " + AgentDriver.TOKEN);
      try (TypedDriver third = TypedDriver.control(base, id, bearer)) {
        third.say("heartbeat", "{}");
        assertThat(second.socket.closed().code()).isEqualTo(4409);
        AttemptRef attempt = tasks.dispatch(id);
        assertThat(third.hear("run_task").path("payload").path("task_id").asText())
            .isEqualTo(attempt.taskId().toString());
      }
    }
  }

  private TypedDriver live() {
    TypedDriver agent = TypedDriver.role(base, StandIns.agent(TOKEN), TOKEN);
    agent.hearAckOf(agent.say("agent/status", "{\"running\":[]}"));
    return agent;
  }

  private JsonNode refused(UUID id, String token, int code) {
    try (TypedDriver agent = TypedDriver.role(base, id, token)) {
      JsonNode error = agent.hear("auth/error");
      assertThat(agent.socket.closed().code()).isEqualTo(code);
      return unnamed(error);
    }
  }

  private static JsonNode unnamed(JsonNode frame) {
    ObjectNode rest = frame.deepCopy();
    return rest.remove(List.of("id", "ts"));
  }

  static String id(AttemptRef attempt) {
    return "{\"task_id\":\"" + attempt.taskId() + "\"}";
  }

  static String named(AttemptRef attempt) {
    return "{\"task_id\":\"%s\",\"lease_id\":\"%s\",\"attempt\":%d}"
        .formatted(attempt.taskId(), attempt.leaseId(), attempt.attempt());
  }
}
