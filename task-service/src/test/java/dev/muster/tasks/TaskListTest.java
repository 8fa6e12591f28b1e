package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.muster.id.Ids;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class TaskListTest extends QueueCase {
  private static final String LOST =
      "select 1 from task.agent_session where agent_id = ? and lost_at is not null";

  @Test
  void pagesByCursorAreStableWhileNewTasksCome() {
    List<UUID> made = submitted(7);
    List<String> read = new ArrayList<>();
    JsonPath page = list("page_size=3").body("total", equalTo(7)).extract().jsonPath();
    read.addAll(page.getList("items.task_id"));
    while (page.get("next_cursor") != null) {
      submit(Map.of());
      page =
          list("page_size=3&cursor=" + page.get("next_cursor"))
              .body("total", nullValue())
              .extract()
              .jsonPath();
      read.addAll(page.getList("items.task_id"));
    }
    assertThat(read)
        .containsExactlyElementsOf(made.reversed().stream().map(UUID::toString).toList());
  }

  @Test
  void pagesByNumberSayHowManyThereAre() {
    List<UUID> made = submitted(5);
    list("page_size=2&page=2")
        .body("items.task_id", contains(made.get(2).toString(), made.get(1).toString()))
        .body("total", equalTo(5))
        .body("total_exact", equalTo(true));
    list("page_size=2&page=3").body("items.size()", equalTo(1)).body("next_cursor", nullValue());
    list("page_size=2&page=4").body("items", empty()).body("total", equalTo(5));
  }

  @Test
  void eachFilterNarrowsTheList() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, failed(attempt));
    String failed = attempt.taskId().toString();
    gateway.disconnected(agent, "s1", true);
    String labeled =
        submit(Map.of("type", "reads", "labels", Map.of("team", "a", "size", "b:c"))).toString();
    String scheduled = submit(Map.of("delay", 3600)).toString();

    shows("status=failed", failed);
    shows("stage=dead_letter", failed);
    shows("agent_id=" + agent, failed);
    shows("agent_id=" + agent + "&status=failed&type=echo", failed);
    shows("agent_id=" + agent + "&status=queued");
    shows("status=failed,queued", scheduled, labeled, failed);
    shows("type=reads", labeled);
    shows("label=team:a", labeled);
    shows("label=team:a&label=size:b:c", labeled);
    shows("label=team:a&label=size:d");
    shows("stage=scheduled", scheduled);
    shows("namespace=default&type=echo", scheduled, failed);
    shows("namespace=other");
    shows("q=EXIT%203", failed);
    shows("q=READ", labeled);
    shows("q=chedule", scheduled);
    shows("q=" + labeled.toUpperCase(Locale.ROOT), labeled);
    shows("owner_id=" + user, scheduled, labeled, failed);
    shows("status=running");
  }

  @Test
  void timesAndPrefixesOfIdsAreRangesOfIds() {
    String task = submit(Map.of()).toString();
    shows("created_after=2020-01-01T00:00:00Z&created_before=2999-01-01T00:00:00%2B02:00", task);
    shows("created_before=2020-01-01T00:00:00Z");
    shows("created_after=9999-12-31T23:59:59Z");
    shows("created_after=-999999999-01-01T00:00:00Z", task);
    shows("q=" + task.substring(0, 15), task);
    shows("q=ffffffff");
  }

  @Test
  void aLookThatFindsLittleSaysWhereToGoOn() throws Exception {
    String oldest = submit(Map.of("type", "needle")).toString();
    try (var connection = database.getConnection()) {
      Sql.update(
          connection,
          """
          insert into task (id, owner_id, namespace, route_id, type, priority, status, run_at,
            finished_at, timeout_ms, max_attempts, max_lost)
          select uuidv7(n * interval '1 ms'), owner_id, namespace, route_id, 'hay', 0, 'canceled',
            now(), now(), 1, 1, 1
          from task, generate_series(1, 10100) as n
          where id = ?
          """,
          Sql.value(UUID.fromString(oldest)));
    }
    String cursor =
        list("q=NEEDLE")
            .body("items", empty())
            .body("total", equalTo(0))
            .body("total_exact", equalTo(false))
            .extract()
            .path("next_cursor");
    list("q=NEEDLE&cursor=" + cursor)
        .body("items.task_id", contains(oldest))
        .body("next_cursor", nullValue());
    list("page_size=1").body("total", equalTo(10_000)).body("total_exact", equalTo(false));
    list("page_size=200&page=51")
        .body("items.size()", equalTo(101))
        .body("next_cursor", nullValue());
    list("type=needle").body("items.task_id", contains(oldest)).body("total_exact", equalTo(true));
  }

  @Test
  void aRunningTaskIsFoundByItsAgentAndStatus() throws Exception {
    String task = running().taskId().toString();
    shows("status=running", task);
    shows("agent_id=" + agent, task);
  }

  @Test
  void anAdministratorSeesEverybodysAndAUserOnlyItsOwn() {
    String task = submit(Map.of()).toString();
    UUID other = Ids.next();
    as(other, "user").get("/api/v1/tasks").then().body("items", empty()).body("total", equalTo(0));
    as(other, "user")
        .get("/api/v1/tasks?owner_id=" + user)
        .then()
        .statusCode(403)
        .body("code", equalTo(1003));
    as(other, "admin").get("/api/v1/tasks").then().body("items.task_id", hasItem(task));
    as(other, "admin")
        .get("/api/v1/tasks?owner_id=" + user)
        .then()
        .body("items.task_id", contains(task));
    as(other, "admin").get("/api/v1/tasks?owner_id=" + other).then().body("items", empty());
  }

  @ParameterizedTest
  @CsvSource({
    "status=queued%2Cnone,status",
    "agent_id=x,agent_id",
    "owner_id=x,owner_id",
    "type=%00,type",
    "q=%00,q",
    "label=novalue,label",
    "label=:x,label",
    "label=a:%00,label",
    "created_after=yesterday,created_after",
    "created_before=2026-01-01,created_before",
    "cursor=x,cursor",
    "cursor=!,cursor",
    "page_size=201,page_size",
    "page_size=200&page=52,page",
    "page=2&cursor=AAAAAAAAAAAAAAAAAAAAAA,page"
  })
  void badInputIsRefused(String query, String field) {
    api()
        .urlEncodingEnabled(false)
        .get("/api/v1/tasks?" + query)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  @ParameterizedTest
  @ValueSource(strings = {"q=';drop table task", "type=%25", "label=a':'b", "q=\uD83D\uDE00"})
  void oddTextsFindNothing(String query) {
    submit(Map.of());
    api().get("/api/v1/tasks?" + query).then().statusCode(200).body("items", empty());
  }

  @Test
  void attemptsAreThereFromTheirStart() throws Exception {
    AttemptRef attempt = running();
    attempts(attempt.taskId())
        .body("total", equalTo(1))
        .body("items[0].attempt", equalTo(1))
        .body("items[0].outcome", nullValue())
        .body("items[0].agent_id", equalTo(agent.toString()))
        .body("items[0].finished_at", nullValue());
    assertThat(attempts(attempt.taskId()).extract().asString()).doesNotContain(attempt.leaseId());

    gateway.say(agent, failed(attempt));
    attempts(attempt.taskId())
        .body("total", equalTo(1))
        .body("items[0].outcome", equalTo("failed"))
        .body("items[0].exit_code", equalTo(3))
        .body("items[0].message", equalTo("exit 3"));
    api()
        .get("/api/v1/tasks/" + attempt.taskId() + "/attempts?page=2")
        .then()
        .body("items", empty())
        .body("total", equalTo(1));
  }

  /** What is submitted from now on isn't the agent's. */
  private void awaitLost() {
    Awaitility.await()
        .until(
            () -> {
              try (Connection connection = database.getConnection()) {
                return !Sql.query(connection, LOST, row -> true, Sql.value(agent)).isEmpty();
              }
            });
  }

  @Test
  void countsAreByStatus() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, failed(attempt));
    gateway.disconnected(agent, "s1", true);
    awaitLost();
    submitted(3);
    submit(Map.of("delay", 3600));
    api()
        .get("/api/v1/tasks/counts")
        .then()
        .statusCode(200)
        .body("queued", equalTo(4))
        .body("queued_exact", equalTo(true))
        .body("running", equalTo(0))
        .body("recent.looked_at", equalTo(5))
        .body("recent.all", equalTo(true))
        .body("recent.failed", equalTo(1));
    api()
        .get("/api/tasks/counts?namespace=other")
        .then()
        .body("data.queued", equalTo(0))
        .body("data.recent.failed", equalTo(0));
    int queued = as(Ids.next(), "admin").get("/api/v1/tasks/counts").path("queued");
    assertThat(queued).isGreaterThanOrEqualTo(4);
    int named =
        as(Ids.next(), "admin").get("/api/v1/tasks/counts?namespace=default").path("queued");
    assertThat(named).isBetween(4, queued);
    as(Ids.next(), "user")
        .get("/api/v1/tasks/counts")
        .then()
        .body("queued", equalTo(0))
        .body("recent.since", nullValue());
  }

  private List<UUID> submitted(int count) {
    List<UUID> made = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      made.add(submit(Map.of()));
    }
    return made;
  }

  private void shows(String query, String... taskIds) {
    list(query)
        .body("items.task_id", taskIds.length == 0 ? empty() : contains(taskIds))
        .body("total", equalTo(taskIds.length))
        .body("total_exact", equalTo(true))
        .body("next_cursor", nullValue());
  }

  private ValidatableResponse list(String query) {
    return api().urlEncodingEnabled(false).get("/api/v1/tasks?" + query).then().statusCode(200);
  }

  private ValidatableResponse attempts(UUID taskId) {
    return api().get("/api/v1/tasks/" + taskId + "/attempts").then().statusCode(200);
  }

  private RequestSpecification as(UUID id, String role) {
    return given().auth().oauth2(auth.token(id.toString(), role));
  }
}
