package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.muster.id.Ids;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.submit.SubmissionKeys;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class SubmitTest extends QueueCase {
  @Inject SubmissionKeys submissionKeys;

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
  void aDedupeKeyIsForgottenADayAfterTheEndAndAnIdempotencyKeyADayAfterItsUse() throws Exception {
    UUID first = submit(Map.of("dedupe_key", "d"));
    String keyed = submit(wish(Map.of()), "Idempotency-Key", "i" + capability, 201);
    age(
        "update submission_key set created_at = now() - interval '25 hours' where task_id = ?",
        first);
    assertThat(submit(wish(Map.of("dedupe_key", "d")), "X-None", "x", 200))
        .isEqualTo(first.toString());
    api().post("/api/v1/tasks/" + first + "/cancel").then().statusCode(200);
    assertThat(submit(wish(Map.of("dedupe_key", "d")), "X-None", "x", 200))
        .isEqualTo(first.toString());
    age("update task set finished_at = now() - interval '25 hours' where id = ?", first);
    age(
        "update submission_key set created_at = now() - interval '25 hours' where task_id = ?",
        first);
    assertThat(submit(Map.of("dedupe_key", "d"))).isNotEqualTo(first);
    age(
        "update submission_key set created_at = now() - interval '25 hours' where task_id = ?",
        UUID.fromString(keyed));
    assertThat(submit(wish(Map.of()), "Idempotency-Key", "i" + capability, 201))
        .isNotEqualTo(keyed);
  }

  @Test
  void aDedupeKeyThatWasLookedAtMeanwhileIsForgottenADayAfterTheEndToo() throws Exception {
    UUID first = submit(Map.of("dedupe_key", "looked-at"));
    api().post("/api/v1/tasks/" + first + "/cancel").then().statusCode(200);
    age("update task set finished_at = now() - interval '23 hours' where id = ?", first);
    age(
        "update submission_key set created_at = now() - interval '25 hours' where task_id = ?",
        first);
    try (Connection connection = database.getConnection()) {
      submissionKeys.forgetOld(connection);
    }
    assertThat(submit(wish(Map.of("dedupe_key", "looked-at")), "X-None", "x", 200))
        .isEqualTo(first.toString());
    // Two hours later.
    age("update task set finished_at = finished_at - interval '2 hours' where id = ?", first);
    age(
        "update submission_key set created_at = created_at - interval '2 hours' where task_id = ?",
        first);
    assertThat(submit(Map.of("dedupe_key", "looked-at"))).isNotEqualTo(first);
  }

  private void age(String sql, UUID id) throws Exception {
    try (Connection connection = database.getConnection()) {
      Sql.update(connection, sql, Sql.value(id));
    }
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

  @Test
  void whatWasSubmittedIsShown() {
    Map<String, Object> wishes =
        Map.of(
            "max_lost",
            2,
            "queue_timeout",
            1.5,
            "silence_timeout",
            30,
            "backoff",
            Map.of("initial", 2.5, "jitter", 0.1),
            "non_retryable",
            List.of("timeout", "exit_code:2"),
            "concurrency_key",
            "k" + capability,
            "rate_limit_key",
            "r" + capability,
            "rate_limit",
            5);
    task(submit(wishes))
        .body("failed_attempts", equalTo(0))
        .body("lost_attempts", equalTo(0))
        .body("max_lost", equalTo(2))
        .body("queue_timeout", equalTo(1.5f))
        .body("silence_timeout", equalTo(30f))
        .body("backoff.initial", equalTo(2.5f))
        .body("backoff.factor", equalTo(2f))
        .body("backoff.max", equalTo(60f))
        .body("backoff.jitter", equalTo(0.1f))
        .body("non_retryable", equalTo(List.of("timeout", "exit_code:2")))
        .body("concurrency_key", equalTo("k" + capability))
        .body("concurrency_limit", equalTo(1))
        .body("rate_limit", equalTo(5))
        .body("rate_limit_period", equalTo(1f));
    task(submit(Map.of()))
        .body("backoff.initial", equalTo(1f))
        .body("max_lost", equalTo(3))
        .body("$", not(hasKey("concurrency_key")))
        .body("$", not(hasKey("terms")));
  }

  @Test
  void badSubmitsNameTheirFields() {
    refused(Map.of("typo", 1), "typo");
    refused(Map.of("priority", 101), "priority");
    refused(Map.of("priority", "high"), "priority");
    refused(Map.of("type", "x".repeat(65)), "type");
    refused(Map.of("timeout", -1), "timeout");
    refused(Map.of("delay", 1, "run_at", "2030-01-01T00:00:00Z"), "delay");
    refused(Map.of("run_at", "+99999-12-31T23:59:59Z"), "run_at");
    refused(Map.of("run_at", 1733000000), "run_at");
    refused(Map.of("agent_id", ""), "agent_id");
    refused(Map.of("type", "  "), "type");
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
  void anyInputThatIsAcceptedReachesItsAgentAndItsReader() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    String input = "[".repeat(62) + "1e300,1E+9999," + "9".repeat(100) + "]".repeat(62);
    String body =
        "{\"type\":\"echo\",\"capabilities\":[\"%s\"],\"input\":%s}".formatted(capability, input);
    api().contentType(ContentType.JSON).body(body).post("/api/tasks").then().statusCode(201);
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    String read = api().get("/api/tasks/" + attempt.taskId()).then().extract().asString();
    assertThat(read).contains("1E+300,1E+9999," + "9".repeat(100));
    gateway.say(agent, done(attempt));

    String tooLong = body.replace("1e300", "9".repeat(101));
    api().contentType(ContentType.JSON).body(tooLong).post("/api/tasks").then().statusCode(400);
  }

  @Test
  void onlyJsonIsAnswered() {
    UUID taskId = submit(Map.of());
    api()
        .accept("text/html")
        .get("/api/tasks/" + taskId)
        .then()
        .statusCode(406)
        .body("code", equalTo(1006));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"type\":\"a\\ud800b\"}|type",
        "{\"type\":\"a\\u202eb\"}|type",
        "{\"type\":\"\\u00a0\"}|type",
        "{\"type\":\"a\",\"labels\":{\"a\":\"\\ud800\"}}|labels.a",
        "{\"type\":\"a\",\"input\":{\"\\udc00\":1}}|input",
        "{\"type\":\"a\",\"input\":[[\"\\udc00\"]]}|input",
        "{\"type\":\"a\",\"priority\":99999999999999999999}|priority",
        "{\"type\":\"a\",\"agent_id\":\"AAAAAAAAAAAAAAAAAAAAAA==\"}|agent_id"
      })
  void whatIsNoTextNumberOrIdIsRefusedByField(String bodyAndField) {
    String[] parts = bodyAndField.split("\\|", -1);
    api()
        .contentType(ContentType.JSON)
        .body(parts[0])
        .post("/api/v1/tasks")
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(parts[1]));
  }

  @ParameterizedTest
  @CsvSource({"GET,/cancel", "DELETE,/retry", "DELETE,/logs", "PUT,''", "POST,/attempts"})
  void aWrongMethodIsNoUnknownPath(String method, String path) {
    UUID taskId = submit(Map.of());
    api()
        .request(method, "/api/v1/tasks/" + taskId + path)
        .then()
        .statusCode(405)
        .body("code", equalTo(1005));
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
}
