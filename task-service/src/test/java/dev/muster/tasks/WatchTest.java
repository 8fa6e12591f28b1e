package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.id.Ids;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

@QuarkusTest
class WatchTest extends QueueCase {
  private static final int LONG = 60_000;

  @TestHTTPResource URI base;
  @Inject Redis redis;

  @Test
  void theFirstWatcherStartsTheStreamAndTheLastStopsIt() throws Exception {
    AttemptRef attempt = running();
    watch(attempt.taskId(), "gw-1", LONG).statusCode(200);
    isStart(gateway.command(agent), attempt);
    watch(attempt.taskId(), "gw-2", LONG).statusCode(200);
    watch(attempt.taskId(), "gw-1", LONG).statusCode(200);
    unwatch(attempt.taskId(), "gw-1");
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();

    unwatch(attempt.taskId(), "gw-2");
    isStop(gateway.command(agent), attempt);
    unwatch(attempt.taskId(), "gw-2");
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
  }

  @Test
  void aWatchThatIsNotRenewedEndsByItself() throws Exception {
    AttemptRef attempt = running();
    watch(attempt.taskId(), "gw-1", 300).statusCode(200);
    isStart(gateway.command(agent), attempt);
    isStop(gateway.command(agent), attempt);
    assertThat(redis(Command.EXISTS, "log.watches." + attempt.taskId()).toInteger()).isZero();
  }

  @Test
  void afterRedisWasEmptiedTheNextRenewalStartsItAgain() throws Exception {
    AttemptRef attempt = running();
    watch(attempt.taskId(), "gw-1", LONG).statusCode(200);
    isStart(gateway.command(agent), attempt);
    redis(Command.DEL, "log.watches." + attempt.taskId());
    watch(attempt.taskId(), "gw-1", LONG).statusCode(200);
    isStart(gateway.command(agent), attempt);
  }

  @Test
  void aTaskThatIsWatchedBeforeItRunsIsStartedWithItsDispatch() throws Exception {
    UUID taskId = submit(Map.of());
    watch(taskId, "gw-1", LONG).statusCode(200);
    gateway.connect(agent, "s1", 1, List.of(capability));
    dispatchedAndStarted();
  }

  @Test
  void thePhasesThatSomebodyMakesUpDoNotFloodTheAgent() throws Exception {
    UUID taskId = submit(Map.of());
    for (int i = 0; i < 12; i++) {
      watch(taskId, "phase-" + i, "gw-1", LONG).statusCode(200);
    }
    gateway.connect(agent, "s1", 1, List.of(capability));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    for (int i = 0; i < 8; i++) {
      assertThat(gateway.command(agent)).isInstanceOf(AgentCommand.StartRealtimeStream.class);
    }
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
  }

  @Test
  void whoeverFollowsAStreamWatches() throws Exception {
    AttemptRef attempt = running();
    URI address = base.resolve("/api/v1/tasks/" + attempt.taskId() + "/logs");
    String token = auth.token(user.toString(), "user");
    try (SseClient one = new SseClient(address, token, null)) {
      isStart(gateway.command(agent), attempt);
      try (SseClient two = new SseClient(address, token, null)) {
        assertThat(two.response().statusCode()).isEqualTo(200);
      }
      gateway.say(agent, log(attempt, 0, "x"));
      assertThat(one.next().type()).isEqualTo("log");
    }
    isStop(gateway.command(agent), attempt);
  }

  @Test
  void anEndedTaskIsNobodysToTell() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, done(attempt));
    watch(attempt.taskId(), "gw-1", LONG).statusCode(200);
    unwatch(attempt.taskId(), "gw-1");
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
  }

  @Test
  void theStartGoesToTheAttemptThatRunsNow() throws Exception {
    AttemptRef old = running();
    watch(old.taskId(), "gw-1", LONG).statusCode(200);
    isStart(gateway.command(agent), old);
    gateway.connect(agent, "s2", 1, List.of(capability));
    AttemptRef now = dispatchedAndStarted();
    assertThat(now.attempt()).isEqualTo(2);
    gateway.say(agent, new AgentSignal.TaskAccept(now));
    unwatch(now.taskId(), "gw-1");
    isStop(gateway.command(agent), now);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void badWatchesAreRefused() {
    UUID taskId = submit(Map.of());
    watch(taskId, "gw-1", 0).statusCode(400).body("code", equalTo(1001));
    watch(taskId, "gw-1", 60_001).statusCode(400);
    watch(taskId, "w".repeat(129), 1_000).statusCode(400);
    watch(taskId, "%20", 1_000).statusCode(400);
    watch(Ids.next(), "gw-1", 1_000).statusCode(404).body("code", equalTo(2001));
    service()
        .contentType(ContentType.JSON)
        .body("{\"for_ms\":1000}")
        .put(path(taskId, "gw-1"))
        .then()
        .statusCode(400);
    watch(taskId, "w".repeat(128), 1).statusCode(200);
    await().until(() -> redis(Command.EXISTS, "log.watches." + taskId).toInteger() == 0);
  }

  @Test
  void onlyServicesMayWatch() {
    UUID taskId = submit(Map.of());
    api()
        .contentType(ContentType.JSON)
        .body(Map.of("phase", "run", "for_ms", 1_000))
        .put(path(taskId, "me"))
        .then()
        .statusCode(403);
    api().delete(path(taskId, "me")).then().statusCode(403);
  }

  /** Nothing says which of the two comes first. */
  private AttemptRef dispatchedAndStarted() throws Exception {
    AgentCommand one = gateway.command(agent);
    AgentCommand other = gateway.command(agent);
    boolean inOrder = one instanceof AgentCommand.DispatchTask;
    AttemptRef attempt = ((AgentCommand.DispatchTask) (inOrder ? one : other)).attempt();
    isStart(inOrder ? other : one, attempt);
    return attempt;
  }

  private static void isStart(AgentCommand command, AttemptRef attempt) {
    assertThat(command).isEqualTo(new AgentCommand.StartRealtimeStream(attempt, "run"));
  }

  private static void isStop(AgentCommand command, AttemptRef attempt) {
    assertThat(command).isEqualTo(new AgentCommand.StopRealtimeStream(attempt, "run"));
  }

  private ValidatableResponse watch(UUID taskId, String watcher, long forMs) {
    return watch(taskId, "run", watcher, forMs);
  }

  private ValidatableResponse watch(UUID taskId, String phase, String watcher, long forMs) {
    return service()
        .contentType(ContentType.JSON)
        .body(Map.of("phase", phase, "for_ms", forMs))
        .put(path(taskId, watcher))
        .then();
  }

  private void unwatch(UUID taskId, String watcher) {
    service().delete(path(taskId, watcher)).then().statusCode(204);
  }

  private io.restassured.specification.RequestSpecification service() {
    return given().urlEncodingEnabled(false).auth().oauth2(auth.token("ws-gateway", "service"));
  }

  private static String path(UUID taskId, String watcher) {
    return "/internal/tasks/" + taskId + "/log-watches/" + watcher;
  }

  private Response redis(Command command, String key) throws Exception {
    return redis
        .send(Request.cmd(command).arg(key))
        .toCompletionStage()
        .toCompletableFuture()
        .get(5, TimeUnit.SECONDS);
  }
}
