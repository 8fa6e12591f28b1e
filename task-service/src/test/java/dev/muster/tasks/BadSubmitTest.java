package dev.muster.tasks;

import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What no task can be made of: the contract's code, the field's name, and no task. */
@QuarkusTest
class BadSubmitTest extends QueueCase {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "'priority':-101|priority",
        "'priority':101|priority",
        "'priority':1e2|priority",
        "'priority':1e400|priority",
        "'priority':-99999999999999999999999|priority",
        "'delay':-1|delay",
        "'delay':1e400|delay",
        "'delay':31536001|delay",
        "'timeout':0|timeout",
        "'timeout':-1|timeout",
        "'timeout':1e-9|timeout",
        "'timeout':1e400|timeout",
        "'timeout':2592001|timeout",
        "'run_at':'-0001-01-01T00:00:00Z'|run_at",
        "'run_at':'2030-13-01T00:00:00Z'|run_at",
        "'run_at':'1969-12-31T23:59:59Z'|run_at",
        "'max_attempts':0|max_attempts",
        "'max_attempts':1001|max_attempts",
        "'max_lost':0|max_lost",
        "'backoff':{'initial':-1}|backoff.initial",
        "'backoff':{'factor':1e400}|backoff.factor",
        "'backoff':{'jitter':2}|backoff.jitter",
        "'queue_timeout':0|queue_timeout",
        "'queue_timeout':1e400|queue_timeout",
        "'silence_timeout':-5|silence_timeout",
        "'non_retryable':['never']|non_retryable[0]",
        "'non_retryable':['failed','exit_code:']|non_retryable[1]",
        "'non_retryable':['exit_code:9-3']|non_retryable[0]",
        "'non_retryable':['message:a\\nb']|non_retryable[0]",
        "'non_retryable':[null]|non_retryable[0]",
        "'concurrency_key':''|concurrency_key",
        "'concurrency_key':'a\\u0000'|concurrency_key",
        "'concurrency_key':'a','concurrency_limit':0|concurrency_limit",
        "'concurrency_limit':3|concurrency_limit",
        "'rate_limit_key':'a'|rate_limit_key",
        "'rate_limit':3|rate_limit",
        "'rate_limit_period':3|rate_limit_period",
        "'rate_limit_key':'a','rate_limit':0|rate_limit",
        "'rate_limit_key':'a','rate_limit':1,'rate_limit_period':1e9|rate_limit_period",
        "'labels':{'a':'\\u0000'}|labels.a",
        "'labels':{'a':null}|labels.a",
        "'capabilities':['\\u0000']|capabilities[0]",
        "'dedupe_key':'a b'|dedupe_key",
        "'on_duplicate':'maybe'|on_duplicate",
        "'namespace':'A'|namespace",
        "'type':'twice'|``"
      })
  void isRefusedByField(String members, String field) {
    refused(members.replace('\'', '"'), field);
  }

  @Test
  void whatIsTooDeepTooLongOrNoTextIsRefused() {
    refused("\"input\":" + "[".repeat(65) + "]".repeat(65));
    refused("\"input\":" + "{\"a\":".repeat(1_000) + "1" + "}".repeat(1_000));
    refused("\"input\":" + "9".repeat(100_000));
    refused("\"input\":0." + "9".repeat(100_000));
    refused("\"input\":{\"" + "k".repeat(1_000_000) + "\":1}");
    refused("\"input\":{\"a\":1,\"a\":2}");
    refused("\"input\":{\"a\\ud800\":1}");
    refused("\"" + "k".repeat(60_000) + "\":1");
  }

  @Test
  void anInputIsNeverTooStrangeForItsAgent() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    String input =
        "{\"\":null,\"nul\":\"\\u0000\",\"k\\u0000\":[1e400,-0.0,1E-400],\"\\ud83d\\ude00\":1}";
    api()
        .contentType(ContentType.JSON)
        .body(body("\"capabilities\":[\"" + capability + "\"],\"input\":" + input))
        .post("/api/v1/tasks")
        .then()
        .statusCode(201);
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    task(attempt.taskId()).body("input.nul", equalTo("\0"));
    gateway.say(agent, done(attempt));
    task(attempt.taskId()).body("status", equalTo("done"));
  }

  private void refused(String members, String field) {
    refused(members).body("errors.field", hasItem(field));
  }

  private ValidatableResponse refused(String members) {
    ValidatableResponse answer =
        api()
            .contentType(ContentType.JSON)
            .body(body(members))
            .post("/api/v1/tasks")
            .then()
            .statusCode(400)
            .body("code", equalTo(1001));
    api().get("/api/v1/tasks").then().body("total", equalTo(0));
    return answer;
  }

  private static String body(String members) {
    return "{\"type\":\"bad\"," + members + "}";
  }
}
