package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.AckBatch;
import dev.muster.event.AgentPresence;
import dev.muster.event.GatewayEntry;
import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.event.StatusKinds;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.CloseReason;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class AgentSocketTest {
  private static final AttemptRef ATTEMPT = new AttemptRef(Ids.next(), "lease", 1);

  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject GatewayId gatewayId;
  @Inject AgentConnections connections;

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
  }

  @Test
  void anAgentRegistersAndIsPresent() {
    try (AgentDriver agent = AgentDriver.connect(base)) {
      String id = agent.register();
      agent.hearAckOf(id);
      JsonNode registered = agent.hear("agent_registered").path("payload");

      assertThat(agent.socket.protocol()).isEqualTo("agent-token");
      assertThat(registered.path("heartbeat_interval_ms").asLong()).isEqualTo(300);
      assertThat(registered.path("limits").path("max_frame_bytes").asInt()).isEqualTo(65_536);
      JsonNode session = StandIns.SESSIONS.get(agent.id);
      assertThat(session.path("session_id")).isEqualTo(registered.path("session_id"));
      assertThat(session.path("gateway_id").asText()).isEqualTo(gatewayId.toString());
      assertThat(session.path("slots").asInt()).isEqualTo(2);
      AgentPresence presence = presence(agent.id, Optional::isPresent).orElseThrow();
      assertThat(presence.gatewayId()).isEqualTo(gatewayId.toString());
      assertThat(presence.freeSlots()).isEqualTo(2);
    }
  }

  @Test
  void whileTaskServiceIsAwayASessionIsTriedAgainAndThenGivenUp() {
    StandIns.AWAY.add("/sessions");
    try (AgentDriver agent = AgentDriver.connect(base)) {
      agent.register();

      assertThat(agent.socket.closed().code()).isEqualTo(CloseReason.TRY_LATER.code());
    }
  }

  @Test
  void anAcceptIsAcknowledgedOnceTaskServiceHasCommittedAndADuplicateIsDropped() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      String id = agent.say(new AgentSignal.TaskAccept(ATTEMPT));
      Map<String, String> entry =
          redis.await(RedisNames.AGENT_RESULTS, fields -> id.equals(fields.get("message_id")));
      assertThat(entry)
          .containsEntry("kind", "task_accept")
          .containsEntry("agent_id", agent.id.toString())
          .containsEntry("gateway_id", gatewayId.toString());

      redis.publish(
          RedisNames.gatewayAcks(gatewayId.toString()),
          new AckBatch(List.of(new AckBatch.Item(agent.id, new Ack(id, 2002, "stale", null))))
              .toJson());
      assertThat(agent.hearAckOf(id).path("code").asInt()).isEqualTo(2002);

      agent.socket.say(
          "{\"message_id\":\"%s\",\"message_kind\":\"task_accept\",\"payload\":{\"task_id\":\"%s\",\"lease_id\":\"lease\",\"attempt\":1}}"
              .formatted(id, ATTEMPT.taskId()));
      assertThat(agent.hearAckOf(id).path("code").asInt()).isEqualTo(2002);
      assertThat(redis.entries(RedisNames.AGENT_RESULTS))
          .filteredOn(fields -> id.equals(fields.get("message_id")))
          .hasSize(1);
    }
  }

  @Test
  void aDispatchIsSentAgainUntilItIsAcknowledged() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      String id = Ids.next().toString();
      dispatch(agent.id, id, "{\"accept_within_ms\":5000}");
      JsonNode first = agent.hear("dispatch_task");
      JsonNode again = agent.hear("dispatch_task");
      agent.ack(id);

      assertThat(first.path("message_id").asText()).isEqualTo(id);
      assertThat(again).isEqualTo(first);
      assertThat(first.path("metadata").path("request_id").asText()).isEqualTo("r-7");
      assertThat(agent.socket.next(Duration.ofMillis(700))).isNull();
    }
  }

  @Test
  void aCommandThatIsNeverAcknowledgedBecomesADeadLetter() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      String id = Ids.next().toString();
      dispatch(agent.id, id, "{\"task_id\":\"t-9\"}");

      Map<String, String> letter =
          redis.await(
              RedisNames.GATEWAY_DEAD_LETTERS, fields -> id.equals(fields.get("message_id")));

      assertThat(letter)
          .containsEntry("sends", "3")
          .containsEntry("agent_id", agent.id.toString())
          .containsEntry("task_id", "t-9")
          .containsEntry("kind", "dispatch_task")
          .doesNotContainKey("payload");
    }
  }

  @Test
  void aDispatchForAnAgentThatIsNotHereIsReported() {
    String id = Ids.next().toString();
    dispatch(
        Ids.next(), id, "{\"task_id\":\"t\",\"lease_id\":\"l\",\"attempt\":2,\"type\":\"echo\"}");

    Map<String, String> entry =
        redis.await(RedisNames.AGENT_STATUS, fields -> id.equals(fields.get("message_id")));

    assertThat(entry)
        .containsEntry("kind", StatusKinds.UNDELIVERABLE)
        .containsEntry("payload", "{\"task_id\":\"t\",\"lease_id\":\"l\",\"attempt\":2}");
  }

  @Test
  void theNewestConnectionWins() {
    try (AgentDriver old = AgentDriver.live(base);
        AgentDriver young = AgentDriver.live(base, old.id)) {
      assertThat(old.socket.closed().code()).isEqualTo(4409);

      String id = young.say(new AgentSignal.TaskPull(1));
      young.hearAckOf(id);
      String session = StandIns.SESSIONS.get(old.id).path("session_id").asText();
      presence(old.id, now -> now.filter(each -> each.sessionId().equals(session)).isPresent());
    }
  }

  @Test
  void aNewerConnectionAtAnotherGatewayWins() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      redis.publish(
          RedisNames.GATEWAY_CONTROL,
          new GatewayNotice(GatewayNotice.Kind.CONNECTED, agent.id, 2, null).toJson());

      assertThat(agent.socket.closed().code()).isEqualTo(4409);
      presence(agent.id, Optional::isEmpty);
    }
  }

  @Test
  void aKickedAgentIsTold() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      redis.publish(
          RedisNames.GATEWAY_CONTROL,
          new GatewayNotice(GatewayNotice.Kind.KICKED, agent.id, 0, "deleted").toJson());

      assertThat(agent.socket.closed()).isEqualTo(new ScriptedSocket.Closed(4403, "deleted"));
    }
  }

  @Test
  void aRevokedAgentIsThrownOut() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      long now = System.currentTimeMillis() / 1_000;
      redis.publish(
          RedisNames.IDENTITY_REVOKED,
          new RevocationNotice(RevocationNotice.Kind.AGENT, agent.id.toString(), now, now + 3_600)
              .toJson());

      assertThat(agent.socket.closed().code()).isEqualTo(4403);
    }
  }

  @Test
  void whoIsConnectedIsInTheCommonSetUntilTheyLeave() {
    AgentDriver agent = AgentDriver.live(base);
    double end =
        RedisProbe.await(
                () -> redis.score(RedisNames.AGENTS_PRESENT, agent.id), Optional::isPresent)
            .orElseThrow();
    assertThat(end).isGreaterThan((double) System.currentTimeMillis());
    agent.close();

    RedisProbe.await(() -> redis.score(RedisNames.AGENTS_PRESENT, agent.id), Optional::isEmpty);
  }

  @Test
  void theEndOfAnOlderConnectionLeavesTheNewerOneInTheCommonSet() {
    try (AgentDriver old = AgentDriver.live(base);
        AgentDriver young = AgentDriver.live(base, old.id)) {
      assertThat(old.socket.closed().code()).isEqualTo(4409);
      young.hearAckOf(young.say(new AgentSignal.TaskPull(1)));

      assertThat(redis.score(RedisNames.AGENTS_PRESENT, old.id)).isPresent();
    }
  }

  @Test
  void malformedFramesAreAnsweredAndNamelessOnesDropped() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      agent.socket.say("{\"message_kind\":\"task_pull\",\"payload\":{}}");
      agent.socket.say("{\"message_id\":\"m1\",\"message_kind\":\"task_pull\",\"payload\":7}");
      JsonNode error = agent.socket.next(Duration.ofSeconds(5));

      assertThat(error.path("message_kind").asText()).isEqualTo("error");
      assertThat(error.path("payload").path("code").asInt()).isEqualTo(1001);
      assertThat(error.path("payload").path("message_id").asText()).isEqualTo("m1");
      for (int i = 0; i < 19; i++) {
        agent.socket.say("{");
      }
      assertThat(agent.socket.closed().code()).isEqualTo(1008);
    }
  }

  @Test
  void binaryFramesEndTheConnection() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      agent.socket.sayBytes(new byte[] {1});

      assertThat(agent.socket.closed())
          .isEqualTo(new ScriptedSocket.Closed(1008, CloseReason.BINARY.sentence()));
    }
  }

  @Test
  void oversizedFramesEndTheConnection() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      agent.socket.say("\"" + "x".repeat(65_536) + "\"");

      assertThat(agent.socket.closed().code()).isEqualTo(1009);
    }
  }

  @Test
  void aMessageThatIsOversizedInManyFragmentsEndsTheConnection() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      String part = "x".repeat(1 << 20);
      try {
        for (int i = 0; i < 5 && !agent.socket.isClosed(); i++) {
          agent.socket.sayPart(part, false);
        }
      } catch (CompletionException ended) {
        // The gateway doesn't wait for all of it.
      }

      assertThat(agent.socket.closed().code()).isEqualTo(1009);
    }
  }

  @Test
  void aSilentAgentIsClosedAndReportedGone() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      String session = StandIns.SESSIONS.get(agent.id).path("session_id").asText();

      assertThat(agent.socket.closed())
          .isEqualTo(new ScriptedSocket.Closed(4401, CloseReason.SILENT.sentence()));
      Map<String, String> entry = disconnected(session);
      assertThat(entry.get("payload")).contains("\"code\":4401");
      presence(agent.id, Optional::isEmpty);
    }
  }

  @Test
  void heartbeatsKeepTheConnectionAndRenewThePresence() {
    try (AgentDriver agent = AgentDriver.live(base)) {
      String id = agent.say(new AgentSignal.Heartbeat(12.0, 34.0, 1, 1));
      redis.await(RedisNames.AGENT_STATUS, fields -> id.equals(fields.get("message_id")));

      presence(
          agent.id, now -> now.isPresent() && Double.valueOf(12.0).equals(now.get().cpuPercent()));
    }
  }

  @Test
  void aGoodbyeIsAcknowledgedAndNobodyWaitsForTheAgent() {
    AgentDriver agent = AgentDriver.live(base);
    String session = StandIns.SESSIONS.get(agent.id).path("session_id").asText();
    agent.hearAckOf(agent.say(new AgentSignal.Goodbye("upgrade")));
    agent.close();

    assertThat(disconnected(session).get("payload")).contains("\"goodbye\":true");
    presence(agent.id, Optional::isEmpty);
  }

  @Test
  void anAgentThatVanishesIsReportedGone() {
    AgentDriver agent = AgentDriver.live(base);
    String session = StandIns.SESSIONS.get(agent.id).path("session_id").asText();
    agent.socket.vanish();

    assertThat(disconnected(session).get("payload")).contains("\"goodbye\":false");
    presence(agent.id, Optional::isEmpty);
  }

  @Test
  void anAgentThatDoesNotReadIsClosedAndReportedGone() {
    AgentDriver agent = AgentDriver.connect(base, StandIns.agent(AgentDriver.TOKEN), false);
    agent.register();
    JsonNode session = RedisProbe.await(() -> StandIns.SESSIONS.get(agent.id), now -> now != null);
    String large = "{\"input\":\"" + "x".repeat(100_000) + "\"}";
    for (int i = 0; i < 200; i++) {
      dispatch(agent.id, Ids.next().toString(), large);
    }

    Map<String, String> entry = disconnected(session.path("session_id").asText());

    assertThat(entry.get("payload")).contains("\"code\":1013");
    List<AgentConnection> left = RedisProbe.await(() -> connections.of(agent.id), List::isEmpty);
    assertThat(left).isEmpty();
  }

  @Test
  void theGatewaySaysThatItLives() {
    redis.await(
        RedisNames.AGENT_STATUS,
        fields ->
            StatusKinds.GATEWAY_ALIVE.equals(fields.get("kind"))
                && gatewayId.toString().equals(fields.get("gateway_id")));
  }

  @Test
  void aTrailingSlashIsAccepted() {
    UUID id = StandIns.agent("t");
    ScriptedSocket.open(AgentDriver.url(base, id + "/"), Map.of(), "agent-token", "t").close();
  }

  private void dispatch(UUID agentId, String messageId, String payload) {
    redis.add(
        RedisNames.gateway(gatewayId.toString()),
        new GatewayEntry(
                "dispatch_task", agentId, null, messageId, payload, Map.of("request_id", "r-7"))
            .fields());
  }

  private Map<String, String> disconnected(String sessionId) {
    return redis.await(
        RedisNames.AGENT_STATUS,
        fields ->
            StatusKinds.DISCONNECTED.equals(fields.get("kind"))
                && sessionId.equals(fields.get("session_id")));
  }

  private Optional<AgentPresence> presence(UUID agentId, Predicate<Optional<AgentPresence>> fits) {
    return RedisProbe.await(
        () -> redis.value(RedisNames.presence(agentId)).map(AgentPresence::parse), fits);
  }
}
