package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.startsWith;

import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class FollowTest extends QueueCase {
  private static final int MOST = 20;

  @TestHTTPResource URI base;
  @Inject ChannelPublisher publishing;
  @Inject Redis redis;

  @Test
  void outputIsSeenFromItsBeginningWhileItIsWrittenAndTheStreamEndsWithTheTask() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, log(attempt, 0, "hello\n"));
    try (SseClient stream = follow(attempt, "?follow=true", null)) {
      assertThat(stream.response().statusCode()).isEqualTo(200);
      assertThat(stream.response().headers().firstValue("Content-Type"))
          .hasValueSatisfying(type -> assertThat(type).startsWith("text/event-stream"));
      isLog(stream.next(), 0, "hello\n");
      gateway.say(agent, log(attempt, 6, "world\n"));
      SseClient.Event second = stream.next();
      isLog(second, 6, "world\n");
      assertThat(second.id()).isEqualTo("12");
      gateway.say(agent, done(attempt));
      isEnd(stream.next(), 12);
      stream.over();
    }
  }

  @Test
  void aStreamGoesOnWhereTheLastEventWasOrWhereItIsAsked() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, log(attempt, 0, "0123456789"));
    gateway.say(agent, log(attempt, 10, "abc"));
    gateway.say(agent, done(attempt));
    try (SseClient stream = follow(attempt, "?offset=2", "11");
        SseClient other = follow(attempt, "?offset=4", null);
        SseClient past = follow(attempt, "?offset=14", null)) {
      isLog(stream.next(), 11, "bc");
      isEnd(stream.next(), 13);
      isLog(other.next(), 4, "456789abc");
      assertThat(past.response().statusCode()).isEqualTo(416);
    }
  }

  @Test
  void whatAnotherReplicaStoredIsSeenAtItsNotice() throws Exception {
    AttemptRef attempt = running();
    try (SseClient stream = follow(attempt, "", null)) {
      store(attempt, 0, "of another");
      publishing.publish(
          RedisNames.taskLogs(attempt.taskId()), new LogNotice(attempt.taskId(), "run").toJson());
      isLog(stream.next(), 0, "of another");
    }
  }

  @Test
  void noticesThatWereLostWithRedisAreMadeGoodWhenItIsBack() throws Exception {
    AttemptRef attempt = running();
    try (SseClient stream = follow(attempt, "", null)) {
      store(attempt, 0, "unheard");
      redis
          .send(Request.cmd(Command.CLIENT).arg("KILL").arg("TYPE").arg("pubsub"))
          .toCompletionStage()
          .toCompletableFuture()
          .get(5, TimeUnit.SECONDS);
      isLog(stream.next(), 0, "unheard");
    }
  }

  @Test
  void aSilentStreamIsKeptAliveAndATaskWithoutOutputOnlyEnds() throws Exception {
    AttemptRef attempt = running();
    try (SseClient stream = follow(attempt, "", null)) {
      await().until(() -> stream.comments.size() >= 2);
      gateway.say(agent, done(attempt));
      isEnd(stream.next(), 0);
      stream.over();
    }
  }

  @Test
  void aGapIsWaitedForAndTheNextAttemptsOutputComesAfterTheFirsts() throws Exception {
    AttemptRef first = running();
    try (SseClient stream = follow(first, "", null)) {
      gateway.say(agent, log(first, 3, "345"));
      gateway.say(agent, log(first, 0, "012"));
      isLog(stream.next(), 0, "012345");
      gateway.say(agent, log(first, 8, "never reached"));
      gateway.connect(agent, "s2", 1, List.of(capability));
      AttemptRef second = gateway.dispatched(agent).attempt();
      gateway.say(agent, log(second, 0, "abc"));
      isLog(stream.next(), 6, "abc");
      gateway.say(agent, done(second));
      isEnd(stream.next(), 9);
    }
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void noCharacterIsCutAndWhatIsNoTextComesAsBytes() throws Exception {
    AttemptRef attempt = running();
    byte[] euro = "a€".getBytes(StandardCharsets.UTF_8);
    try (SseClient stream = follow(attempt, "", null)) {
      gateway.say(agent, bytes(attempt, 0, new byte[] {euro[0], euro[1]}));
      isLog(stream.next(), 0, "a");
      gateway.say(agent, bytes(attempt, 2, new byte[] {euro[2], euro[3]}));
      isLog(stream.next(), 1, "€");
      gateway.say(agent, bytes(attempt, 4, new byte[] {(byte) 0xff, 0, 'x'}));
      SseClient.Event binary = stream.next();
      assertThat(binary.json().path("content_base64").binaryValue()).containsExactly(0xff, 0, 'x');
      assertThat(binary.json().has("content")).isFalse();
      gateway.say(agent, bytes(attempt, 7, new byte[] {euro[1]}));
      gateway.say(agent, done(attempt));
      assertThat(stream.next().json().path("content_base64").binaryValue())
          .containsExactly(euro[1]);
      isEnd(stream.next(), 8);
    }
  }

  @Test
  void longOutputComesWholeAndInOrder() throws Exception {
    AttemptRef attempt = running();
    StringBuilder all = new StringBuilder();
    for (int i = 0; i < 12; i++) {
      String piece = (i + "ü").repeat(10_000);
      gateway.say(
          agent, log(attempt, all.toString().getBytes(StandardCharsets.UTF_8).length, piece));
      all.append(piece);
    }
    gateway.say(agent, done(attempt));
    StringBuilder seen = new StringBuilder();
    try (SseClient stream = follow(attempt, "", null)) {
      SseClient.Event event = stream.next();
      for (; event.type().equals("log"); event = stream.next()) {
        seen.append(event.text("content"));
      }
      assertThat(event.type()).isEqualTo("end");
    }
    assertThat(seen.toString()).isEqualTo(all.toString());
  }

  @Test
  void aFollowerWithoutAStreamWaitsForSomethingNew() throws Exception {
    AttemptRef attempt = running();
    String path = "/api/v1/tasks/" + attempt.taskId() + "/logs?follow=true";
    api()
        .accept(ContentType.JSON)
        .get(path + "&wait=0")
        .then()
        .statusCode(200)
        .body("content", equalTo(""))
        .body("complete", equalTo(false));
    CompletableFuture<String> answer =
        CompletableFuture.supplyAsync(() -> api().accept("text/plain").get(path).asString());
    gateway.say(agent, log(attempt, 0, "news"));
    assertThat(answer.get(10, TimeUnit.SECONDS)).isEqualTo("news");
    for (String bad : List.of("follow=maybe", "wait=31", "wait=-1", "wait=soon", "phase=%0A")) {
      api()
          .urlEncodingEnabled(false)
          .accept(ContentType.JSON)
          .get("/api/v1/tasks/" + attempt.taskId() + "/logs?" + bad)
          .then()
          .statusCode(400)
          .body("code", equalTo(1001));
    }
  }

  @Test
  void onlyWhoAsksForEventsGetsThem() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, log(attempt, 0, "text"));
    for (String accept : List.of("*/*", "text/plain", "application/json, */*;q=0.1")) {
      api()
          .accept(accept)
          .get("/api/v1/tasks/" + attempt.taskId() + "/logs")
          .then()
          .statusCode(200)
          .header(
              "Content-Type",
              startsWith(accept.startsWith("app") ? accept.split(",", -1)[0] : "text/plain"));
    }
    try (SseClient enveloped =
        new SseClient(
            base.resolve("/api/tasks/" + attempt.taskId() + "/logs"),
            auth.token(user.toString(), "user"),
            null)) {
      isLog(enveloped.next(), 0, "text");
    }
  }

  @Test
  void strangersAndBadPlacesAreRefusedBeforeAnyEvent() throws Exception {
    UUID taskId = submit(Map.of());
    String path = "/api/v1/tasks/" + taskId + "/logs";
    var stranger = auth.token(Ids.next().toString(), "user");
    try (SseClient stream = new SseClient(base.resolve(path), stranger, null)) {
      assertThat(stream.response().statusCode()).isEqualTo(404);
    }
    for (String bad : List.of("offset=-1", "offset=x", "phase=%0A")) {
      api()
          .urlEncodingEnabled(false)
          .accept("text/event-stream")
          .get(path + "?" + bad)
          .then()
          .statusCode(400);
    }
    api()
        .accept("text/event-stream")
        .header("Last-Event-ID", "x")
        .get(path)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001));
  }

  @Test
  void aCanceledTaskEndsItsStreams() throws Exception {
    UUID taskId = submit(Map.of());
    try (SseClient stream =
        new SseClient(
            base.resolve("/api/v1/tasks/" + taskId + "/logs"),
            auth.token(user.toString(), "user"),
            null)) {
      api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
      isEnd(stream.next(), 0);
    }
  }

  @Test
  void oneTooManyIsSentAwayUntilAnotherLeaves() throws Exception {
    UUID taskId = submit(Map.of());
    String path = "/api/v1/tasks/" + taskId + "/logs";
    String token = auth.token(user.toString(), "user");
    List<SseClient> streams = new ArrayList<>();
    // Those of the tests before may not have left yet.
    await()
        .until(
            () -> {
              SseClient stream = new SseClient(base.resolve(path), token, null);
              streams.add(stream);
              return streams.size() > MOST && stream.response().statusCode() == 503;
            });
    assertThat(streams.getLast().response().headers().firstValueAsLong("Retry-After").orElseThrow())
        .isBetween(2L, 8L);
    streams.stream()
        .filter(stream -> stream.response().statusCode() == 200)
        .findFirst()
        .orElseThrow()
        .close();
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              streams.add(new SseClient(base.resolve(path), token, null));
              return streams.getLast().response().statusCode() == 200;
            });
    streams.forEach(SseClient::close);
  }

  private SseClient follow(AttemptRef attempt, String query, String lastEventId) throws Exception {
    return new SseClient(
        base.resolve("/api/v1/tasks/" + attempt.taskId() + "/logs" + query),
        auth.token(user.toString(), "user"),
        lastEventId);
  }

  private static void isLog(SseClient.Event event, long offset, String content) {
    assertThat(event.type()).isEqualTo("log");
    assertThat(event.text("phase")).isEqualTo("run");
    assertThat(event.text("content")).isEqualTo(content);
    assertThat(event.json().path("offset").asLong()).isEqualTo(offset);
    assertThat(event.id()).isEqualTo(event.text("next_offset"));
  }

  private static void isEnd(SseClient.Event event, long offset) {
    assertThat(event.type()).isEqualTo("end");
    assertThat(event.json().path("offset").asLong()).isEqualTo(offset);
  }

  private static AgentSignal bytes(AttemptRef attempt, long offset, byte[] bytes) {
    return new AgentSignal.TaskLog(attempt, "run", LogStream.STDOUT, offset, new LogContent(bytes));
  }

  private void store(AttemptRef attempt, long position, String text) throws SQLException {
    try (Connection connection = database.getConnection();
        PreparedStatement insert =
            connection.prepareStatement(
                """
                with piece as (
                  insert into task_log (task_id, phase, attempt, position, length, stream, content)
                  values (?, 'run', ?, ?, ?, 'stdout', ?)
                  returning *
                )
                insert into log_extent (task_id, phase, attempt, bytes, furthest, stored)
                select task_id, phase, attempt, position + length, position + length, length from piece
                on conflict (task_id, phase, attempt) do update
                set bytes = excluded.bytes, furthest = excluded.furthest
                """)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      insert.setObject(1, attempt.taskId());
      insert.setInt(2, attempt.attempt());
      insert.setLong(3, position);
      insert.setInt(4, bytes.length);
      insert.setBytes(5, bytes);
      insert.executeUpdate();
    }
  }
}
