package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.id.Ids;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.kit.stream.Streams;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import dev.muster.wire.TaskErrorKind;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(
    value = PostgresAndRedis.class,
    initArgs = @ResourceArg(name = "schema", value = "task"))
@QuarkusTestResource(WithAuthServer.class)
class TaskServiceTest {
  @Inject Streams streams;
  @Inject StreamPublisher publisher;
  @Inject Channels channels;
  @Inject DataSource database;
  AuthServer auth;

  private final UUID user = Ids.next();
  private final UUID agent = Ids.next();
  // Each test has a capability of its own, so that the tests don't take each other's tasks.
  private final String capability = "c" + Ids.next();
  private ScriptedGateway gateway;

  @BeforeEach
  void openGateway() throws InterruptedException {
    gateway =
        new ScriptedGateway(streams, publisher, channels, auth.token("ws-gateway", "service"));
  }

  @AfterEach
  void closeGateway() {
    gateway.disconnected(agent, "s1", true);
    gateway.close();
  }

  @Test
  void aTaskIsDispatchedAcceptedAndDone() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("input", Map.of("argv", List.of("true"))));

    AgentCommand.DispatchTask dispatch = gateway.dispatched(agent);
    assertThat(dispatch.attempt().taskId()).isEqualTo(taskId);
    assertThat(dispatch.input().path("argv").path(0).asText()).isEqualTo("true");
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(dispatch.attempt())).code()).isZero();
    task(taskId).body("status", equalTo("running")).body("stage", equalTo("accepted"));
    assertThat(gateway.say(agent, done(dispatch.attempt())).code()).isZero();

    task(taskId)
        .body("status", equalTo("done"))
        .body("result", equalTo("ok"))
        .body("finished_at", notNullValue());
    assertThat(Invariants.acceptedOutcomes(database, taskId)).isEqualTo(1);
  }

  @Test
  void anAgentNeverHoldsMoreThanItsSlotsAndTakesTheUrgentFirst() throws Exception {
    UUID low = submit(Map.of("priority", -5));
    UUID high = submit(Map.of("priority", 5));
    gateway.connect(agent, "s1", 1, List.of(capability));

    AgentCommand.DispatchTask first = gateway.dispatched(agent);
    assertThat(first.attempt().taskId()).isEqualTo(high);
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    gateway.say(agent, done(first.attempt()));
    assertThat(gateway.dispatched(agent).attempt().taskId()).isEqualTo(low);
  }

  @Test
  void aRepeatedResultIsAcknowledgedAndChangesNothing() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, done(attempt));
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
    assertThat(gateway.say(agent, failed(attempt)).code()).isZero();

    task(attempt.taskId()).body("status", equalTo("done"));
    assertThat(Invariants.attempts(database, attempt.taskId())).isEqualTo(1);
  }

  @Test
  void aResultOfASupersededAttemptIsRefused() throws Exception {
    AttemptRef old = running();
    gateway.connect(agent, "s2", 1, List.of(capability));
    AgentCommand.DispatchTask again = gateway.dispatched(agent);
    assertThat(again.attempt().taskId()).isEqualTo(old.taskId());
    assertThat(again.attempt().attempt()).isEqualTo(2);

    assertThat(gateway.say(agent, done(old)).code()).isEqualTo(2002);
    task(old.taskId()).body("status", equalTo("running"));
    assertThat(gateway.say(agent, done(again.attempt())).code()).isZero();
    assertThat(Invariants.acceptedOutcomes(database, old.taskId())).isEqualTo(1);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aResultForSomebodyElsesTaskIsRefused() throws Exception {
    AttemptRef attempt = running();
    assertThat(gateway.say(Ids.next(), done(attempt)).code()).isEqualTo(2001);
    AttemptRef forged = new AttemptRef(attempt.taskId(), "forged", attempt.attempt());
    assertThat(gateway.say(agent, done(forged)).code()).isEqualTo(2001);
    AttemptRef unknown = new AttemptRef(Ids.next(), attempt.leaseId(), 1);
    assertThat(gateway.say(agent, done(unknown)).code()).isEqualTo(2001);
    task(attempt.taskId()).body("status", equalTo("running"));
  }

  @Test
  void anAgentThatReturnsInTimeKeepsWhatItRuns() throws Exception {
    AttemptRef attempt = running();
    gateway.disconnected(agent, "s1", false);
    Map<String, Object> opened = gateway.connect(agent, "s2", 1, List.of(capability), attempt);

    assertThat((List<?>) opened.get("abandon")).isEmpty();
    assertThat(gateway.nothingDispatchedWithin(1_500)).isTrue();
    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
    assertThat(Invariants.attempts(database, attempt.taskId())).isEqualTo(1);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void anAgentAwayForLongerThanTheGraceLosesItsTaskAndIsToldToAbandonIt() throws Exception {
    AttemptRef attempt = running();
    gateway.disconnected(agent, "s1", false);
    awaitStatus(attempt.taskId(), "queued");

    UUID other = Ids.next();
    gateway.connect(other, "o1", 1, List.of(capability));
    AttemptRef second = gateway.dispatched(other).attempt();
    Map<String, Object> opened = gateway.connect(agent, "s2", 1, List.of(capability), attempt);
    assertThat((List<?>) opened.get("abandon")).hasSize(1);
    assertThat(gateway.say(other, done(second)).code()).isZero();
    assertThat(Invariants.acceptedOutcomes(database, attempt.taskId())).isEqualTo(1);
    gateway.disconnected(other, "o1", true);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aTaskThatIsLostTooOftenIsADeadLetter() throws Exception {
    gateway.connect(agent, "s0", 1, List.of(capability));
    UUID taskId = submit(Map.of("max_lost", 2));
    for (int round = 1; round <= 2; round++) {
      AttemptRef attempt = gateway.dispatched(agent).attempt();
      gateway.say(agent, new AgentSignal.TaskAccept(attempt));
      gateway.connect(agent, "r" + round, 1, List.of(capability));
    }
    awaitStatus(taskId, "failed");
    task(taskId).body("stage", equalTo("dead_letter")).body("error.kind", equalTo("lost"));
    gateway.disconnected(agent, "r2", true);
  }

  @Test
  void aDispatchWithoutAnAcceptIsIssuedAgain() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    AttemptRef unheard = gateway.dispatched(agent).attempt();

    AttemptRef second = gateway.dispatched(agent).attempt();
    assertThat(second.taskId()).isEqualTo(taskId);
    assertThat(second.leaseId()).isNotEqualTo(unheard.leaseId());
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(unheard)).code()).isEqualTo(2002);
    assertThat(gateway.say(agent, done(second)).code()).isZero();
  }

  @Test
  void aRejectedTaskGoesToAnotherAgentAtOnce() throws Exception {
    UUID other = Ids.next();
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    AttemptRef first = gateway.dispatched(agent).attempt();
    gateway.connect(other, "o1", 1, List.of(capability));
    gateway.say(agent, new AgentSignal.TaskReject(first, "busy"));

    AttemptRef second = gateway.dispatched(other).attempt();
    gateway.say(other, done(second));
    gateway.disconnected(other, "o1", true);
  }

  @Test
  void anUndeliverableDispatchIsReadyAgainAtOnce() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    AttemptRef first = gateway.dispatched(agent).attempt();
    gateway.undeliverable(agent, null, first);
    assertThat(gateway.dispatched(agent).attempt().attempt()).isEqualTo(2);
  }

  @Test
  void aSessionThatItsGatewayDoesNotHaveGetsNothingMore() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    gateway.undeliverable(agent, "s1", gateway.dispatched(agent).attempt());
    assertThat(gateway.nothingDispatchedWithin(1_000)).isTrue();
    gateway.connect(agent, "s2", 1, List.of(capability));
    assertThat(gateway.dispatched(agent).attempt().attempt()).isEqualTo(2);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void aFailedAttemptIsRetriedAfterItsBackoffUntilNoneIsLeft() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId =
        submit(
            Map.of("max_attempts", 2, "backoff", Map.of("initial", 0.3, "jitter", 0, "factor", 1)));
    AttemptRef first = gateway.dispatched(agent).attempt();
    gateway.say(agent, failed(first));
    task(taskId).body("status", equalTo("queued")).body("stage", equalTo("retry_wait"));

    AttemptRef second = gateway.dispatched(agent).attempt();
    gateway.say(agent, failed(second));
    task(taskId)
        .body("status", equalTo("failed"))
        .body("stage", equalTo("dead_letter"))
        .body("error.kind", equalTo("failed"))
        .body("exit_code", equalTo(3));
    api().get("/api/v1/tasks/" + taskId + "/attempts").then().body("items.size()", equalTo(2));
  }

  @Test
  void aDeadLetterIsRedriven() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, failed(attempt));
    api().post("/api/v1/tasks/" + attempt.taskId() + "/retry").then().statusCode(200);
    AttemptRef again = gateway.dispatched(agent).attempt();
    gateway.say(agent, done(again));
    task(attempt.taskId()).body("status", equalTo("done"));
    api().post("/api/v1/tasks/" + attempt.taskId() + "/retry").then().statusCode(409);
  }

  @Test
  void aQueuedTaskIsCanceledAtOnce() {
    UUID taskId = submit(Map.of());
    api()
        .post("/api/tasks/" + taskId + "/cancel")
        .then()
        .statusCode(200)
        .body("data.canceled", equalTo(true));
    task(taskId).body("status", equalTo("canceled"));
    api()
        .post("/api/tasks/" + taskId + "/cancel")
        .then()
        .statusCode(409)
        .body("code", equalTo(3001));
  }

  @Test
  void aRunningTaskIsCanceledByItsAgent() throws Exception {
    AttemptRef attempt = running();
    api().post("/api/v1/tasks/" + attempt.taskId() + "/cancel").then().statusCode(202);
    task(attempt.taskId()).body("stage", equalTo("canceling"));
    AgentCommand command = gateway.command(agent);
    assertThat(command).isInstanceOf(AgentCommand.CancelTask.class);
    gateway.say(
        agent, new AgentSignal.TaskError(attempt, TaskErrorKind.CANCELED, "stopped", null, 143));
    task(attempt.taskId()).body("status", equalTo("canceled")).body("exit_code", equalTo(143));
  }

  @Test
  void aResultBeforeTheConfirmationOfACancelWins() throws Exception {
    AttemptRef attempt = running();
    api().post("/api/v1/tasks/" + attempt.taskId() + "/cancel").then().statusCode(202);
    gateway.say(agent, done(attempt));
    task(attempt.taskId()).body("status", equalTo("done"));
  }

  @Test
  void aCancelThatNobodyConfirmsIsForcedAndTheLateResultRefused() throws Exception {
    AttemptRef attempt = running();
    api().post("/api/v1/tasks/" + attempt.taskId() + "/cancel").then().statusCode(202);
    awaitStatus(attempt.taskId(), "canceled");
    assertThat(gateway.say(agent, done(attempt)).code()).isEqualTo(2002);
    task(attempt.taskId()).body("status", equalTo("canceled"));
  }

  @Test
  void aRunBeyondItsTimeoutIsEndedByTheServerWhenTheAgentDoesNot() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("timeout", 0.1));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, new AgentSignal.TaskAccept(attempt));
    awaitStatus(taskId, "failed");
    task(taskId).body("error.kind", equalTo("timeout"));
    assertThat(gateway.say(agent, done(attempt)).code()).isEqualTo(2002);
  }

  @Test
  void aDelayedTaskWaitsForItsTime() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("delay", 0.8));
    task(taskId).body("status", equalTo("queued")).body("stage", equalTo("scheduled"));
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    assertThat(gateway.dispatched(agent).attempt().taskId()).isEqualTo(taskId);
  }

  @Test
  void outputIsStoredOnceInItsPlaceAndReadFromAnyOffset() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, log(attempt, 6, "world\n"));
    gateway.say(agent, log(attempt, 0, "hello\n"));
    assertThat(gateway.say(agent, log(attempt, 6, "world\n")).nextOffset()).isEqualTo(12);
    gateway.say(agent, done(attempt));

    api()
        .accept("text/plain")
        .get("/api/v1/tasks/" + attempt.taskId() + "/logs")
        .then()
        .header("X-Log-Next-Offset", "12")
        .header("X-Log-Complete", "true")
        .body(equalTo("hello\nworld\n"));
    api()
        .accept(ContentType.JSON)
        .get("/api/tasks/" + attempt.taskId() + "/logs?offset=8")
        .then()
        .body("data.content", equalTo("rld\n"))
        .body("data.complete", equalTo(true));
    api()
        .accept(ContentType.JSON)
        .get("/api/tasks/" + attempt.taskId() + "/logs?offset=13")
        .then()
        .statusCode(416)
        .body("code", equalTo(2004));
  }

  @Test
  void outputOfSeveralAttemptsIsOneRunOfBytes() throws Exception {
    AttemptRef first = running();
    gateway.say(agent, log(first, 0, "first\n"));
    gateway.connect(agent, "s2", 1, List.of(capability));
    AttemptRef second = gateway.dispatched(agent).attempt();
    assertThat(gateway.say(agent, log(first, 6, "late\n")).code()).isEqualTo(2002);
    gateway.say(agent, log(second, 0, "second\n"));
    api()
        .accept("text/plain")
        .get("/api/v1/tasks/" + first.taskId() + "/logs?offset=3")
        .then()
        .header("X-Log-Complete", "false")
        .body(equalTo("st\nsecond\n"));
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void progressOfTheHolderIsShown() throws Exception {
    AttemptRef attempt = running();
    var progress = new AgentSignal.TaskProgress(attempt, 40.0, "halfway", "going", null);
    assertThat(gateway.say(agent, progress).code()).isZero();
    task(attempt.taskId()).body("stage", equalTo("halfway")).body("percent", equalTo(40f));
    assertThat(gateway.say(Ids.next(), progress).code()).isEqualTo(2001);
  }

  @Test
  void aRepeatedIdempotencyKeyAnswersTheFirstTask() {
    Map<String, Object> body = wish(Map.of());
    String first = submit(body, "Idempotency-Key", capability, 201);
    assertThat(submit(body, "Idempotency-Key", capability, 200)).isEqualTo(first);
    api()
        .header("Idempotency-Key", capability)
        .contentType(ContentType.JSON)
        .body(wish(Map.of("priority", 3)))
        .post("/api/v1/tasks")
        .then()
        .statusCode(409)
        .body("code", equalTo(2002));
  }

  @Test
  void aRepeatedDedupeKeyAnswersTheFirstTaskOrIsRejectedOrMakesANewOne() {
    UUID first = submit(Map.of("dedupe_key", "k"));
    String again = submit(wish(Map.of("dedupe_key", "k")), "X-None", "x", 200);
    assertThat(again).isEqualTo(first.toString());
    assertThat(submit(Map.of("dedupe_key", "k", "on_duplicate", "new"))).isNotEqualTo(first);
    api()
        .header("Idempotency-Key", "of-a-rejected-submit")
        .contentType(ContentType.JSON)
        .body(wish(Map.of("dedupe_key", "k", "on_duplicate", "reject")))
        .post("/api/v1/tasks")
        .then()
        .statusCode(409);
    submit(wish(Map.of()), "Idempotency-Key", "of-a-rejected-submit", 201);
  }

  @Test
  void whoPrefersToWaitIsAnsweredTheResult() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    CompletableFuture<ValidatableResponse> answer =
        CompletableFuture.supplyAsync(() -> submitAndWait(20));
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    gateway.say(agent, done(attempt));
    answer
        .get(10, TimeUnit.SECONDS)
        .statusCode(200)
        .header("Preference-Applied", "wait=20")
        .body("result", equalTo("ok"));
    submitAndWait(1).statusCode(201).body("status", equalTo("queued"));
  }

  private ValidatableResponse submitAndWait(int seconds) {
    return api()
        .header("Prefer", "respond-async, wait=" + seconds)
        .contentType(ContentType.JSON)
        .body(wish(Map.of()))
        .post("/api/v1/tasks")
        .then();
  }

  @Test
  void badSubmitsNameTheirFields() {
    refused(Map.of("typo", 1), "typo");
    refused(Map.of("priority", 101), "priority");
    refused(Map.of("priority", "high"), "priority");
    refused(Map.of("type", "x".repeat(65)), "type");
    refused(Map.of("timeout", -1), "timeout");
    refused(Map.of("delay", 1, "run_at", "2030-01-01T00:00:00Z"), "delay");
    refused(Map.of("backoff", Map.of("factor", 0.5)), "backoff.factor");
    api()
        .contentType(ContentType.JSON)
        .body("{\"type\":\"echo\",")
        .post("/api/tasks")
        .then()
        .statusCode(400)
        .body("code", equalTo(1001));
  }

  @Test
  void strangersFindNothing() throws Exception {
    UUID taskId = submit(Map.of());
    RequestSpecification stranger =
        given().auth().oauth2(auth.token(Ids.next().toString(), "user"));
    stranger.get("/api/tasks/" + taskId).then().statusCode(404).body("code", equalTo(2001));
    given()
        .auth()
        .oauth2(auth.token(Ids.next().toString(), "user"))
        .post("/api/tasks/" + taskId + "/cancel")
        .then()
        .statusCode(404);
    given().get("/api/tasks/" + taskId).then().statusCode(401).body("code", equalTo(1002));
    given()
        .auth()
        .oauth2(auth.token(Ids.next().toString(), "admin"))
        .get("/api/v1/tasks/" + taskId)
        .then()
        .statusCode(200);
    api()
        .contentType(ContentType.JSON)
        .body("{}")
        .post("/internal/agents/" + agent + "/sessions")
        .then()
        .statusCode(403);
  }

  @Test
  void aListShowsOnesOwnTasksByFilterAndPage() {
    for (int i = 0; i < 3; i++) {
      submit(Map.of("type", "listed"));
    }
    api()
        .get("/api/tasks?type=listed&status=queued&page_size=2")
        .then()
        .body("data.total", equalTo(3))
        .body("data.items.size()", equalTo(2));
    api().get("/api/tasks?status=unknown").then().statusCode(400);
    api()
        .get("/api/v1/tasks?page_size=201")
        .then()
        .statusCode(400)
        .body("errors.field", hasItem("page_size"));
  }

  private AttemptRef running() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(attempt)).code()).isZero();
    return attempt;
  }

  private static AgentSignal done(AttemptRef attempt) {
    return new AgentSignal.TaskResult(attempt, TextNode.valueOf("ok"), 0);
  }

  private static AgentSignal failed(AttemptRef attempt) {
    return new AgentSignal.TaskError(attempt, TaskErrorKind.FAILED, "exit 3", null, 3);
  }

  private static AgentSignal log(AttemptRef attempt, long offset, String text) {
    return new AgentSignal.TaskLog(attempt, "run", LogStream.STDOUT, offset, LogContent.of(text));
  }

  private RequestSpecification api() {
    return given().auth().oauth2(auth.token(user.toString(), "user"));
  }

  private Map<String, Object> wish(Map<String, Object> members) {
    Map<String, Object> wish = new HashMap<>(members);
    wish.putIfAbsent("type", "echo");
    wish.put("capabilities", List.of(capability));
    return wish;
  }

  private UUID submit(Map<String, Object> members) {
    return UUID.fromString(submit(wish(members), "X-None", "x", 201));
  }

  private String submit(Map<String, Object> body, String header, String value, int status) {
    return api()
        .header(header, value)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1/tasks")
        .then()
        .statusCode(status)
        .extract()
        .path("task_id");
  }

  private void refused(Map<String, Object> members, String field) {
    api()
        .contentType(ContentType.JSON)
        .body(wish(members))
        .post("/api/v1/tasks")
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  private ValidatableResponse task(UUID taskId) {
    return api().get("/api/v1/tasks/" + taskId).then().statusCode(200);
  }

  private void awaitStatus(UUID taskId, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> task(taskId).extract().path("status"), status::equals);
  }
}
