package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;

import dev.muster.id.Ids;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
class RedriveTest extends QueueCase {
  @Test
  void failedTasksOfOnesOwnAreRunOnceMore() throws Exception {
    List<String> failed = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      failed.add(expired("again").toString());
    }
    UUID other = expired("other");
    UUID queued = submit(Map.of("type", "again"));

    retry(Map.of("type", "again", "limit", 2))
        .body("task_ids", contains(failed.get(0), failed.get(1)))
        .body("more", equalTo(true));
    retry(Map.of("type", "again"))
        .body("task_ids", contains(failed.get(2)))
        .body("more", equalTo(false));
    retry(Map.of("namespace", "elsewhere")).body("task_ids", empty());
    task(other).body("status", equalTo("failed"));
    task(queued).body("status", equalTo("queued"));
  }

  @Test
  void namedTasksAreRunOnceMoreWhereThatIsPossible() throws Exception {
    UUID expired = expired("named");
    UUID canceled = submit(Map.of());
    api().post("/api/v1/tasks/" + canceled + "/cancel").then().statusCode(200);
    AttemptRef running = running();
    List<UUID> ids = List.of(expired, canceled, running.taskId(), Ids.next(), expired);
    String others = auth.token(Ids.next().toString(), "user");
    given()
        .auth()
        .oauth2(others)
        .contentType(ContentType.JSON)
        .body(Map.of("ids", ids))
        .post("/api/v1/tasks/retry")
        .then()
        .statusCode(200)
        .body("task_ids", empty());
    retry(Map.of("ids", ids))
        .body("task_ids", containsInAnyOrder(expired.toString(), canceled.toString()));
    gateway.say(agent, done(running));
  }

  @Test
  void aRetryIsAnAttemptMoreAndTheOldOnesStay() throws Exception {
    AttemptRef first = running();
    gateway.say(agent, failed(first));
    retry(Map.of("ids", List.of(first.taskId()))).body("task_ids", hasSize(1));
    AttemptRef second = gateway.dispatched(agent).attempt();
    assertThat(second.attempt()).isEqualTo(2);
    gateway.say(agent, done(second));
    api()
        .get("/api/v1/tasks/" + first.taskId() + "/attempts")
        .then()
        .body("items.outcome", contains("failed", "done"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'ids':[]}|ids",
        "{'ids':['x']}|ids[0]",
        "{'ids':[null]}|ids[0]",
        "{'ids':['0198c0de-0000-7000-8000-000000000000'],'type':'a'}|ids",
        "{}|ids",
        "{'limit':5}|ids",
        "{'limit':0}|limit",
        "{'limit':1001}|limit",
        "{'type':'a\\u0000'}|type",
        "{'stage':'x'}|stage"
      })
  void badWishesNameTheirFields(String body, String field) {
    api()
        .contentType(ContentType.JSON)
        .body(body.replace('\'', '"'))
        .post("/api/v1/tasks/retry")
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  private UUID expired(String type) throws SQLException {
    UUID taskId = submit(Map.of("type", type, "queue_timeout", 3600));
    try (Connection connection = database.getConnection()) {
      Sql.update(connection, "update task set expire_at = now() where id = ?", Sql.value(taskId));
    }
    awaitStatus(taskId, "failed");
    return taskId;
  }

  private ValidatableResponse retry(Map<String, Object> wish) {
    return api()
        .contentType(ContentType.JSON)
        .body(wish)
        .post("/api/v1/tasks/retry")
        .then()
        .statusCode(200);
  }
}
