package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.Revocations;
import dev.muster.test.TestRedis;
import dev.muster.wire.AttemptRef;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class EventStreamTest extends QueueCase {
  private static final int MOST = 20;

  @Inject MeterRegistry registry;
  @Inject Revocations revocations;

  @TestHTTPResource("/api/v1/tasks/")
  String tasks;

  private final List<SseClient> clients = new ArrayList<>();

  @AfterEach
  void closeClients() {
    clients.forEach(SseClient::close);
    await().atMost(Duration.ofSeconds(10)).until(() -> open() == 0);
  }

  @Test
  void aLateFollowerGetsEverythingAndTheStreamEndsWithTheTask() throws Exception {
    AttemptRef attempt = running();
    SseClient early = follow(attempt.taskId(), null);
    await().until(() -> early.events.size() == 4);
    assertThat(early.hasEnded()).isFalse();
    gateway.say(agent, done(attempt));
    await().until(early::hasEnded);

    SseClient late = follow(attempt.taskId(), null);
    await().until(late::hasEnded);

    assertThat(late.events).isEqualTo(early.events);
    assertThat(late.types())
        .containsExactly(
            "task/status",
            "task/status",
            "task/accept",
            "task/status",
            "task/result",
            "task/status");
    assertThat(late.events.get(4).data()).contains("\"result\":\"ok\"");
    assertThat(late.response().headers().firstValue("Content-Type")).hasValue("text/event-stream");
  }

  @Test
  void aFollowerThatComesBackGoesOnAndOneThatHasEverythingIsTold() throws Exception {
    AttemptRef attempt = running();
    SseClient first = follow(attempt.taskId(), null);
    await().until(() -> first.events.size() == 4);
    first.close();
    gateway.say(agent, done(attempt));

    SseClient again = follow(attempt.taskId(), first.events.get(2).id());
    await().until(again::hasEnded);
    assertThat(again.types()).containsExactly("task/status", "task/result", "task/status");

    SseClient done = follow(attempt.taskId(), again.events.getLast().id());
    assertThat(done.response().statusCode()).isEqualTo(204);
  }

  @Test
  void aPositionOfAnotherEpochIsResetAndEverythingSent() throws Exception {
    UUID taskId = submit(Map.of());
    SseClient client = follow(taskId, "another:1");
    await().until(() -> client.events.size() == 2);
    assertThat(client.types()).containsExactly("reset", "task/status");
    assertThat(client.events.getFirst().id()).endsWith(":0");
  }

  @Test
  void badPositionsAreRefused() {
    UUID taskId = submit(Map.of());
    for (String id : List.of("x", ":1", "e:", "e:-1", "e:x")) {
      stream(taskId, id)
          .statusCode(400)
          .body("code", equalTo(1001))
          .body("errors.field", hasItem("Last-Event-ID"));
    }
  }

  @Test
  void aQuietStreamIsKeptAliveAndOneWhoseReaderLeftIsClosed() throws Exception {
    SseClient client = follow(submit(Map.of()), null);
    await().until(() -> client.comments.size() >= 2);
    assertThat(open()).isEqualTo(1);
    client.close();
    await().atMost(Duration.ofSeconds(3)).until(() -> open() == 0);
  }

  @Test
  void moreThanTheBoundAreToldToComeLater() throws Exception {
    UUID taskId = submit(Map.of());
    for (int i = 0; i < MOST; i++) {
      follow(taskId, null);
    }
    String retryAfter =
        stream(taskId, "")
            .statusCode(503)
            .body("code", equalTo(5003))
            .extract()
            .header("Retry-After");
    assertThat(Integer.parseInt(retryAfter)).isBetween(2, 8);
    clients.getFirst().close();
    await().until(() -> open() < MOST);
    assertThat(follow(taskId, null).response().statusCode()).isEqualTo(200);
  }

  @Test
  void aRevokedUserIsOffTheStreamWithinASecond() throws Exception {
    SseClient client = follow(submit(Map.of()), null);
    await().until(() -> client.events.size() == 1);
    long now = Instant.now().getEpochSecond();
    revocations.accept(
        new RevocationNotice(RevocationNotice.Kind.USER, user.toString(), now, now + 60));
    await().atMost(Duration.ofSeconds(2)).until(client::hasEnded);
  }

  @Test
  void withoutRedisFollowersAndThoseWhoWaitGoOn() throws Exception {
    UUID taskId = submit(Map.of());
    SseClient client = follow(taskId, null);
    CompletableFuture<ValidatableResponse> answer =
        CompletableFuture.supplyAsync(() -> submitAndWait(20));
    await().until(() -> waiting().size() == 2);
    TestRedis.server().pause();
    try {
      for (String id : waiting()) {
        api().post("/api/v1/tasks/" + id + "/cancel").then().statusCode(200);
      }
      await().atMost(Duration.ofSeconds(10)).until(client::hasEnded);
      assertThat(client.events).hasSize(2);
      answer.get(10, TimeUnit.SECONDS).statusCode(200).body("status", equalTo("canceled"));
    } finally {
      TestRedis.server().resume();
    }
  }

  private List<String> waiting() {
    return api().get("/api/v1/tasks?status=queued").then().extract().path("items.task_id");
  }

  private SseClient follow(UUID taskId, String lastEventId) throws Exception {
    SseClient client =
        new SseClient(
            URI.create(tasks + taskId + "/events"),
            auth.token(user.toString(), "user"),
            lastEventId);
    clients.add(client);
    return client;
  }

  private ValidatableResponse stream(UUID taskId, String lastEventId) {
    return api()
        .accept("text/event-stream")
        .header("Last-Event-ID", lastEventId)
        .get("/api/v1/tasks/" + taskId + "/events")
        .then();
  }

  private double open() {
    return registry.get("muster.follow.open").gauge().value();
  }
}
