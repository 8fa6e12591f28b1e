package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.gateway.peers.FeedScript;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.FrameCodec;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class ClientSocketTest {
  private final UUID user = Ids.next();
  private final String session = Ids.next().toString();
  private final String token = Tokens.of(user.toString(), session, "user");

  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject FeedScript feed;
  @Inject MeterRegistry registry;

  @BeforeEach
  void revocationsAreKnown() {
    // Tokens are refused until the list of revocations was read once after the start.
    var unused =
        RedisProbe.await(
            () -> {
              try (ClientDriver client = ClientDriver.withHeader(base, token)) {
                return client.socket().next(Duration.ofSeconds(5)).path("type").asText();
              }
            },
            "auth/ok"::equals);
  }

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
    StandIns.CALLS.clear();
  }

  @Test
  void aTokenInTheHeaderIsGreetedWithTheUserAndTheHeartbeat() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      JsonNode greeting = client.socket().next(Duration.ofSeconds(5));
      JsonNode heartbeat = client.socket().next(Duration.ofSeconds(5));

      assertThat(greeting.path("type").asText()).isEqualTo("auth/ok");
      assertThat(greeting.path("payload").path("user_id").asText()).isEqualTo(user.toString());
      assertThat(greeting.path("ts").asLong())
          .isCloseTo(System.currentTimeMillis() / 1_000, within(5L));
      assertThat(heartbeat.path("type").asText()).isEqualTo("heartbeat");
      assertThat(heartbeat.path("payload").path("interval").asInt()).isEqualTo(30);
    }
  }

  @Test
  void aTokenAsSubprotocolIsTakenAndOnlyItsSchemeIsEchoed() {
    try (ClientDriver client = ClientDriver.withProtocol(base, token)) {
      client.hear("auth/ok");

      assertThat(client.socket().protocol()).isEqualTo("bearer");
    }
  }

  @Test
  void aTokenInTheQueryIsTakenWhereThatIsSwitchedOn() {
    try (ClientDriver client =
        ClientDriver.withQuery(base, "?role=client&client_id=c&token=" + token)) {
      client.hear("auth/ok");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "?token=nonsense", "?token=a.b.c"})
  void withoutAGoodTokenTheReasonIsToldAndTheSocketClosed(String query) {
    try (ClientDriver client = ClientDriver.withQuery(base, query)) {
      JsonNode error = client.hear("auth/error");

      assertThat(error.path("payload").path("code").asInt()).isEqualTo(1002);
      assertThat(client.socket().closed().code()).isEqualTo(4401);
    }
  }

  @Test
  void anExpiredTokenIsRefused() {
    String old = Tokens.of(user.toString(), session, "user", Duration.ofMinutes(-1));
    try (ClientDriver client = ClientDriver.withHeader(base, old)) {
      client.hear("auth/error");
      assertThat(client.socket().closed().code()).isEqualTo(4401);
    }
  }

  @Test
  void anUnknownRoleIsRefused() {
    try (ClientDriver client = ClientDriver.withQuery(base, "?role=spectator")) {
      assertThat(client.hear("auth/error").path("payload").path("message").asText())
          .isEqualTo("unknown role");
      assertThat(client.socket().closed().code()).isEqualTo(1008);
    }
  }

  @Test
  void aTokenWithoutTheScopeToReadTasksIsRefused() {
    String few = Tokens.ofKey(user.toString(), Ids.next(), "agents:read tasks:write");
    try (ClientDriver client = ClientDriver.withHeader(base, few)) {
      assertThat(client.hear("auth/error").path("payload").path("code").asInt()).isEqualTo(1003);
      assertThat(client.socket().closed().code()).isEqualTo(4403);
    }
  }

  @Test
  void aSocketClosesWhenTheKeyOfItsTokenIsRevoked() {
    UUID key = Ids.next();
    String enough = Tokens.ofKey(user.toString(), key, "tasks:read");
    try (ClientDriver client = ClientDriver.withHeader(base, enough)) {
      client.hear("auth/ok");
      long later = System.currentTimeMillis() / 1_000 + 3_600;
      redis.publish(
          RedisNames.IDENTITY_REVOKED,
          new RevocationNotice(RevocationNotice.Kind.API_KEY, key.toString(), later, later)
              .toJson());
      assertThat(client.socket().closed().code()).isEqualTo(4401);
    }
  }

  @Test
  void aServiceIsNoClient() {
    String service = Tokens.of("task-service", null, "service");
    try (ClientDriver client = ClientDriver.withHeader(base, service)) {
      assertThat(client.hear("auth/error").path("payload").path("code").asInt()).isEqualTo(1003);
      assertThat(client.socket().closed().code()).isEqualTo(4403);
    }
  }

  @Test
  void aTaskIsSubmittedInTheUsersNameAndAnswered() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("s-1", "task/submit", "{\"type\":\"echo\",\"input\":{\"a\":1}}");
      JsonNode answer = client.hearReplyTo("s-1");

      assertThat(answer.path("type").asText()).isEqualTo("task/status");
      assertThat(answer.path("payload").path("status").asText()).isEqualTo("queued");
      assertThat(StandIns.CALLS)
          .singleElement()
          .satisfies(
              call -> {
                assertThat(call.path()).isEqualTo("/api/v1/tasks");
                assertThat(call.authorization()).isEqualTo("Bearer " + token);
                assertThat(call.requestId()).isEqualTo("s-1");
                assertThat(call.body().path("input").path("a").asInt()).isEqualTo(1);
              });
    }
  }

  @Test
  void aTaskThatTaskServiceRefusesIsAnsweredWithItsReason() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("s-2", "task/submit", "{}");
      JsonNode answer = client.hearReplyTo("s-2");

      assertThat(answer.path("type").asText()).isEqualTo("error");
      assertThat(answer.path("payload").path("code").asInt()).isEqualTo(1001);
      assertThat(answer.path("payload").path("errors").path(0).path("field").asText())
          .isEqualTo("type");
    }
  }

  @Test
  void whileTaskServiceIsAwayThatIsTheAnswer() {
    StandIns.AWAY.add("/api/v1/tasks");
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("s-3", "task/submit", "{\"type\":\"echo\"}");

      assertThat(client.hearReplyTo("s-3").path("payload").path("code").asInt()).isEqualTo(5003);
    }
  }

  @Test
  void aTaskIsCanceled() {
    UUID task = Ids.next();
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("c-1", "task/cancel", "{\"task_id\":\"" + task + "\"}");
      JsonNode answer = client.hearReplyTo("c-1");

      assertThat(answer.path("payload").path("task_id").asText()).isEqualTo(task.toString());
      assertThat(answer.path("payload").path("canceled").asBoolean()).isTrue();
      assertThat(StandIns.CALLS)
          .extracting(StandIns.Call::path)
          .containsExactly("/api/v1/tasks/" + task + "/cancel");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"id\":\"x\",\"type\":\"task/cancel\",\"payload\":{\"task_id\":\"../x\"}}",
        "{\"id\":\"x\",\"type\":\"task/dream\",\"payload\":{}}",
        "{\"id\":\"x\",\"payload\":{}}",
        "{\"id\":\"x\",\"type\":\"task/submit\",\"payload\":[]}"
      })
  void aWrongFrameIsAnsweredAndTheSocketStaysOpen(String frame) {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.socket().say(frame);
      assertThat(client.hearReplyTo("x").path("payload").path("code").asInt()).isEqualTo(1001);

      client.say("h", "heartbeat", "{}");
      client.hearReplyTo("h");
      assertThat(StandIns.CALLS).isEmpty();
    }
  }

  @Test
  void tooManyMalformedFramesEndTheConnection() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      for (int i = 0; i < 20; i++) {
        client.socket().say("{");
      }
      assertThat(client.socket().closed().code()).isEqualTo(1008);
    }
  }

  @Test
  void aUserSeesOnlyItsOwnTasksAndAnAdminAll() {
    String admin = Tokens.of(Ids.next().toString(), "s-admin", "admin");
    try (ClientDriver mine = ClientDriver.withHeader(base, token);
        ClientDriver all = ClientDriver.withHeader(base, admin)) {
      mine.hear("heartbeat");
      all.hear("heartbeat");
      publish("task/progress", Ids.next(), 1);
      publish("task/progress", user, 2);

      JsonNode seen = mine.hear("task/progress");
      assertThat(seen.path("payload").path("percent").asInt()).isEqualTo(2);
      assertThat(seen.path("id").asText()).isNotEmpty();
      assertThat(all.hear("task/progress").path("payload").path("percent").asInt()).isEqualTo(1);
      assertThat(all.hear("task/progress").path("payload").path("percent").asInt()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"session", "user"})
  void aRevokedIdentityIsOffTheSocketWithinASecond(String kind) {
    try (ClientDriver client = ClientDriver.withHeader(base, token);
        ClientDriver other =
            ClientDriver.withHeader(
                base, Tokens.of(Ids.next().toString(), Ids.next().toString(), "user"))) {
      client.hear("heartbeat");
      other.hear("heartbeat");
      long now = System.currentTimeMillis() / 1_000;
      String id = kind.equals("session") ? session : user.toString();
      long revokedAt = System.nanoTime();
      redis.publish(
          RedisNames.IDENTITY_REVOKED,
          new RevocationNotice(
                  RevocationNotice.Kind.valueOf(kind.toUpperCase(Locale.ROOT)),
                  id,
                  now,
                  now + 3_600)
              .toJson());

      assertThat(client.socket().closed().code()).isEqualTo(4401);
      assertThat(Duration.ofNanos(System.nanoTime() - revokedAt)).isLessThan(Duration.ofSeconds(1));
      other.say("h", "heartbeat", "{}");
      other.hearReplyTo("h");
    }
  }

  @Test
  void aConnectionEndsWithItsToken() {
    String brief = Tokens.of(user.toString(), session, "user", Duration.ofSeconds(2));
    try (ClientDriver client = ClientDriver.withHeader(base, brief)) {
      client.hear("auth/ok");

      assertThat(client.socket().closed().code()).isEqualTo(4401);
    }
  }

  @Test
  void aClientThatDoesNotReadIsClosedAndTheOthersGoOn() {
    try (ClientDriver other = ClientDriver.withHeader(base, token)) {
      other.hear("heartbeat");
      ScriptedSocket stalled =
          ScriptedSocket.open(
              ClientDriver.url(base, ""), Map.of("Authorization", "Bearer " + token), false);
      String large = "x".repeat(100_000);
      for (int i = 0; i < 150; i++) {
        feed.tell(
            "task/progress",
            user,
            FrameCodec.JSON.createObjectNode().put("content", large).put("n", i));
        int n = i;
        other.socket().hear(frame -> frame.path("payload").path("n").asInt(-1) == n);
      }
      RedisProbe.await(() -> closes("too_slow"), count -> count > 0);
      stalled.vanish();
    }
  }

  private double closes(String reason) {
    var counter = registry.find("muster.gateway.closes").tag("reason", reason).counter();
    return counter == null ? 0 : counter.count();
  }

  private void publish(String type, UUID owner, int percent) {
    feed.tell(type, owner, FrameCodec.JSON.createObjectNode().put("percent", percent));
  }
}
