package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.kit.token.Revocations;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.CloseReason;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Agents at the control channel. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class ControlSocketTest {
  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject TaskServiceActs tasks;
  @Inject Revocations revocations;

  @BeforeEach
  void revocationsAreKnown() {
    // Keys are refused until the list of revocations was read once after the start.
    boolean unused = RedisProbe.await(revocations::isKnown, known -> known);
  }

  @Test
  void aTaskLivesFromItsRunToItsCompletion() {
    try (TypedDriver agent = live()) {
      AttemptRef attempt = tasks.dispatch(agent.id);
      JsonNode run = agent.hear("run_task").path("payload");
      assertThat(run.path("task_id").asText()).isEqualTo(attempt.taskId().toString());
      assertThat(run.path("lease_id").asText()).isEqualTo(attempt.leaseId());
      assertThat(run.path("workspace_id").asText()).isEqualTo("w-1");
      assertThat(run.path("action").asText()).isEqualTo("plan");
      assertThat(run.path("input").path("n").asInt()).isEqualTo(1);
      assertThat(run.path("timeout_ms").asLong()).isEqualTo(60_000);

      agent.say("heartbeat", listing(attempt));
      Map<String, String> accept = tasks.entry(RedisNames.AGENT_RESULTS, "task_accept", attempt);
      tasks.acknowledge(agent.id, accept.get("message_id"), 0);
      // Longer than the task would wait to be sent again, had it not been listed.
      assertThat(agent.socket.next(Duration.ofMillis(700))).isNull();

      String completed =
          agent.say("task_completed", "{\"task_id\":\"" + attempt.taskId() + "\",\"result\":3}");
      Map<String, String> result = tasks.entry(RedisNames.AGENT_RESULTS, "task_result", attempt);
      assertThat(result).containsEntry("message_id", completed);
      assertThat(agent.socket.next(Duration.ofMillis(100))).isNull();
      tasks.acknowledge(agent.id, completed, 0);
      assertThat(agent.hearAckOf(completed).path("code").asInt()).isZero();
    }
  }

  @Test
  void aTaskIsSentAgainUntilTheAgentShowsThatItHasIt() {
    try (TypedDriver agent = live()) {
      AttemptRef attempt = tasks.dispatch(agent.id);
      JsonNode first = agent.hear("run_task");
      assertThat(agent.hear("run_task")).isEqualTo(first);
      agent.say("task_failed", RoleSocketTest.id(attempt));

      tasks.entry(RedisNames.AGENT_RESULTS, "task_accept", attempt);
      assertThat(tasks.entry(RedisNames.AGENT_RESULTS, "task_error", attempt).get("payload"))
          .contains("\"kind\":\"failed\"");
    }
  }

  @Test
  void aCancelIsSentUntilTheAgentListsTheTaskNoMore() {
    try (TypedDriver agent = live()) {
      AttemptRef attempt = tasks.dispatch(agent.id);
      agent.hear("run_task");
      agent.say("heartbeat", listing(attempt));
      tasks.cancel(agent.id, attempt);
      JsonNode cancel = agent.hear("cancel_task");
      assertThat(agent.hear("cancel_task")).isEqualTo(cancel);
      agent.say("heartbeat", "{\"running\":[]}");

      assertThat(tasks.entry(RedisNames.AGENT_RESULTS, "task_error", attempt).get("payload"))
          .contains("\"kind\":\"canceled\"");
      assertThat(agent.socket.next(Duration.ofMillis(700))).isNull();
    }
  }

  @Test
  void streamsAreStartedAndStoppedOnce() {
    try (TypedDriver agent = live()) {
      AttemptRef attempt = new AttemptRef(Ids.next(), "l", 1);
      tasks.command(agent.id, new AgentCommand.StartRealtimeStream(attempt, "plan"));
      assertThat(agent.hear("start_realtime_stream").path("payload").path("phase").asText())
          .isEqualTo("plan");
      tasks.command(agent.id, new AgentCommand.StopRealtimeStream(attempt, "plan"));
      agent.hear("stop_realtime_stream");

      assertThat(agent.socket.next(Duration.ofMillis(500))).isNull();
    }
  }

  @Test
  void anAgentThatComesBackKeepsWhatItHoldsAndWhatItEndedMeanwhile() {
    UUID id = StandIns.agent("t");
    AttemptRef running = new AttemptRef(Ids.next(), "lease-" + Ids.next(), 1);
    AttemptRef ended = new AttemptRef(Ids.next(), "lease-" + Ids.next(), 1);
    UUID lost = Ids.next();
    StandIns.SETTLED.put(
        id,
        "\"held\":[%s,%s],\"abandon\":[{\"task_id\":\"%s\",\"attempt\":0}]"
            .formatted(RoleSocketTest.named(running), RoleSocketTest.named(ended), lost));
    try (TypedDriver agent = TypedDriver.control(base, id, AgentKeys.boundTo(id).headers())) {
      agent.say("task_completed", RoleSocketTest.id(ended));
      agent.say("heartbeat", "{\"running\":[\"%s\",\"%s\"]}".formatted(running.taskId(), lost));

      tasks.entry(RedisNames.AGENT_RESULTS, "task_result", ended);
      tasks.entry(RedisNames.AGENT_RESULTS, "task_accept", running);
      assertThat(agent.hear("cancel_task").path("payload").path("task_id").asText())
          .isEqualTo(lost.toString());
      assertThat(StandIns.SESSIONS.get(id).path("running")).hasSize(3);
    }
  }

  @Test
  void aTaskThatTheAgentHasLostIsCanceledWhereItStillRuns() {
    try (TypedDriver agent = live()) {
      AttemptRef attempt = tasks.dispatch(agent.id);
      agent.hear("run_task");
      agent.say("heartbeat", listing(attempt));
      Map<String, String> accept = tasks.entry(RedisNames.AGENT_RESULTS, "task_accept", attempt);
      tasks.acknowledge(agent.id, accept.get("message_id"), 2002);

      assertThat(agent.hear("cancel_task").path("payload").path("reason").asText())
          .isEqualTo("said");
    }
  }

  @Test
  void withoutAHeartbeatTheSessionOpensAsThatOfAnAgentThatRunsNothing() {
    UUID id = StandIns.agent("t");
    try (TypedDriver agent = TypedDriver.control(base, id, AgentKeys.boundTo(id).headers())) {
      JsonNode session = RedisProbe.await(() -> StandIns.SESSIONS.get(agent.id), Objects::nonNull);
      assertThat(session.path("running")).isEmpty();
      assertThat(session.path("slots").asInt()).isEqualTo(4);
    }
  }

  @Test
  void badFramesAreToldAndUnknownOnesAcknowledged() {
    try (TypedDriver agent = live()) {
      String unknown = agent.say("novelty", "{}");
      assertThat(agent.hearAckOf(unknown).path("code").asInt()).isZero();
      String bad = agent.say("heartbeat", "{\"plan_limit\":-1}");
      assertThat(agent.hear("error").path("payload").path("message_id").asText()).isEqualTo(bad);
      String unheld = agent.say("task_completed", "{\"task_id\":\"" + Ids.next() + "\"}");
      assertThat(agent.hearAckOf(unheld).path("code").asInt()).isEqualTo(2001);
    }
  }

  @Test
  void aSilentAgentIsClosed() {
    try (TypedDriver agent = live()) {
      assertThat(agent.socket.closed())
          .isEqualTo(new ScriptedSocket.Closed(4401, CloseReason.SILENT.sentence()));
    }
  }

  @Test
  void aKeyThatIsRevokedEndsItsConnection() {
    UUID id = StandIns.agent("t");
    AgentKeys key = AgentKeys.boundTo(id);
    try (TypedDriver agent = TypedDriver.control(base, id, key.headers())) {
      agent.say("heartbeat", "{}");
      revoke(RevocationNotice.Kind.API_KEY, Ids.next());
      revoke(RevocationNotice.Kind.API_KEY, key.id());

      assertThat(agent.socket.closed().code()).isEqualTo(4401);
    }
  }

  @Test
  void aDisabledOwnerEndsTheConnectionsOfTheKeys() {
    UUID id = StandIns.agent("t");
    AgentKeys key = AgentKeys.boundTo(id);
    try (TypedDriver agent = TypedDriver.control(base, id, key.headers())) {
      agent.say("heartbeat", "{}");
      revoke(RevocationNotice.Kind.USER, key.owner());

      assertThat(agent.socket.closed().code()).isEqualTo(4401);
    }
  }

  @Test
  void aKeyThatExpiresEndsItsConnection() {
    UUID id = StandIns.agent("t");
    AgentKeys key = AgentKeys.of(id, "admin", Instant.now().plusSeconds(2));
    try (TypedDriver agent = TypedDriver.control(base, id, key.headers())) {
      agent.say("heartbeat", "{}");

      assertThat(agent.socket.closed().sentence()).isEqualTo(CloseReason.REAUTHENTICATE.sentence());
    }
  }

  private TypedDriver live() {
    UUID id = StandIns.agent("t");
    TypedDriver agent = TypedDriver.control(base, id, AgentKeys.boundTo(id).headers());
    agent.say("heartbeat", "{\"running\":[]}");
    var unused =
        RedisProbe.await(() -> redis.value(RedisNames.presence(id)), now -> now.isPresent());
    return agent;
  }

  private void revoke(RevocationNotice.Kind kind, UUID id) {
    long now = System.currentTimeMillis() / 1_000;
    redis.publish(
        RedisNames.IDENTITY_REVOKED,
        new RevocationNotice(kind, id.toString(), now, now + 3_600).toJson());
  }

  private static String listing(AttemptRef attempt) {
    return "{\"running\":[\"" + attempt.taskId() + "\"]}";
  }
}
