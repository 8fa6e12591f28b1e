package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.id.Ids;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class EventsTest extends QueueCase {
  @Test
  void everyChangeOfATaskIsAnEventInOrder() throws Exception {
    AttemptRef attempt = running();
    gateway.say(
        agent,
        new AgentSignal.TaskProgress(attempt, 50.0, "half", "on \0 it", TextNode.valueOf("d")));
    gateway.say(agent, done(attempt));
    events(attempt.taskId(), "")
        .body("recovered", equalTo(true))
        .body("complete", equalTo(true))
        .body("next_offset", equalTo(7))
        .body("last_offset", equalTo(7))
        .body("items.offset", contains(1, 2, 3, 4, 5, 6, 7))
        .body(
            "items.type",
            contains(
                "task/status",
                "task/status",
                "task/accept",
                "task/status",
                "task/progress",
                "task/result",
                "task/status"))
        .body(
            "items.findAll { it.type == 'task/status' }.payload.stage",
            contains(null, "dispatched", "accepted", null))
        .body("items[4].payload.message", equalTo("on \0 it"))
        .body("items[4].payload.data", equalTo("d"))
        .body("items[5].payload.result", equalTo("ok"))
        .body("items.payload.task_id", hasItem(attempt.taskId().toString()));
  }

  @Test
  void aReaderGoesOnWhereItWas() throws Exception {
    AttemptRef attempt = running();
    String epoch =
        events(attempt.taskId(), "?limit=3")
            .body("items.offset", contains(1, 2, 3))
            .body("next_offset", equalTo(3))
            .body("complete", equalTo(false))
            .extract()
            .path("epoch");
    gateway.say(agent, done(attempt));
    events(attempt.taskId(), "?epoch=" + epoch + "&offset=3")
        .body("recovered", equalTo(true))
        .body("items.offset", contains(4, 5, 6))
        .body("complete", equalTo(true));
    events(attempt.taskId(), "?epoch=" + epoch + "&offset=6")
        .body("recovered", equalTo(true))
        .body("items", empty())
        .body("next_offset", equalTo(6))
        .body("complete", equalTo(true));
  }

  @ParameterizedTest
  @CsvSource({"epoch=another&offset=1", "offset=2"})
  void aPositionThatIsNoneOfThisLogBeginsAnew(String position) {
    UUID taskId = submit(Map.of());
    events(taskId, "?" + position)
        .body("recovered", equalTo(false))
        .body("items.offset", contains(1));
  }

  @ParameterizedTest
  @CsvSource({
    "offset=-1,offset",
    "offset=x,offset",
    "offset=9223372036854775808,offset",
    "limit=0,limit",
    "limit=1001,limit",
    "limit=-5,limit",
    "limit=many,limit"
  })
  void badInputIsRefused(String query, String field) {
    UUID taskId = submit(Map.of());
    api()
        .get("/api/v1/tasks/" + taskId + "/events?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  @Test
  void onlyTheOwnerAndAdministratorsReadThem() {
    String path = "/api/tasks/" + submit(Map.of()) + "/events";
    String other = auth.token(Ids.next().toString(), "user");
    for (String accept : List.of("application/json", "text/event-stream")) {
      given()
          .auth()
          .oauth2(other)
          .accept(accept)
          .get(path)
          .then()
          .statusCode(404)
          .body("code", equalTo(2001));
      given().accept(accept).get(path).then().statusCode(401);
    }
    given()
        .auth()
        .oauth2(auth.token(Ids.next().toString(), "admin"))
        .get(path)
        .then()
        .statusCode(200)
        .body("data.items.offset", contains(1));
    api().get("/api/tasks/no-task/events").then().statusCode(404);
  }

  @Test
  void whatIsLargeIsCutButAResultIsReadWhole() throws Exception {
    AttemptRef attempt = running();
    String large = "x".repeat(100_000);
    String sentence = "x".repeat(8_000);
    gateway.say(
        agent,
        new AgentSignal.TaskProgress(attempt, null, null, sentence, TextNode.valueOf(large)));
    gateway.say(agent, new AgentSignal.TaskResult(attempt, TextNode.valueOf(large), 0));
    events(attempt.taskId(), "?offset=4")
        .body("items[0].payload.cut", equalTo(true))
        .body("items[0].payload.data", nullValue())
        .body("items[0].payload.message.length()", equalTo(2048))
        .body("items[1].payload.cut", nullValue())
        .body("items[1].payload.result", equalTo(large));
  }

  @Test
  void aScheduledTaskThatIsDueAndARepeatedCancelAreToldOnce() throws Exception {
    UUID taskId = submit(Map.of("delay", 0.2));
    Awaitility.await()
        .untilAsserted(
            () -> events(taskId, "").body("items.payload.stage", contains("scheduled", null)));
    AttemptRef attempt = running();
    for (int i = 0; i < 3; i++) {
      api().post("/api/v1/tasks/" + attempt.taskId() + "/cancel");
    }
    List<String> stages = events(attempt.taskId(), "").extract().path("items.payload.stage");
    assertThat(stages).containsOnlyOnce("canceling");
  }

  @Test
  void aRetriedTaskGoesOnInTheSameLog() {
    UUID taskId = submit(Map.of());
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
    events(taskId, "").body("complete", equalTo(true)).body("last_offset", equalTo(2));
    api().post("/api/v1/tasks/" + taskId + "/retry").then().statusCode(200);
    events(taskId, "?offset=2")
        .body("complete", equalTo(false))
        .body("items.payload.status", contains("queued"));
  }

  private ValidatableResponse events(UUID taskId, String query) {
    return api().get("/api/v1/tasks/" + taskId + "/events" + query).then().statusCode(200);
  }
}
