package dev.muster.tasks;

import static io.restassured.config.EncoderConfig.encoderConfig;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;

import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import jakarta.inject.Inject;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class BulkTest extends QueueCase {
  private static final String LINES = "application/x-ndjson";

  @Inject Buckets buckets;

  @Test
  void eachTaskOfAnArrayIsAnsweredInItsPlaceAndIsRun() throws Exception {
    gateway.connect(agent, "s1", 2, List.of(capability));
    ValidatableResponse answer =
        bulk("[" + task("\"priority\":1") + "," + task("\"priority\":9999") + "," + task("") + "]")
            .statusCode(200)
            .body("accepted", equalTo(2))
            .body("refused", equalTo(1))
            .body("items.index", contains(0, 1, 2))
            .body("items[1].code", equalTo(1001))
            .body("items[1].errors.field", contains("priority"))
            .body("items[1].containsKey('task_id')", equalTo(false))
            .body("items[0].status", equalTo("queued"))
            .body("items[0].created", equalTo(true))
            .body("items[0].containsKey('code')", equalTo(false));
    List<String> taken =
        List.of(
            gateway.dispatched(agent).attempt().taskId().toString(),
            gateway.dispatched(agent).attempt().taskId().toString());
    assertThat(taken)
        .containsExactlyInAnyOrder(
            answer.extract().path("items[0].task_id"), answer.extract().path("items[2].task_id"));
  }

  @Test
  void linesAreJudgedOneByOne() {
    String deep = task("\"input\":" + "[".repeat(65) + "]".repeat(65));
    lines(
            task(""),
            "",
            "{\"type\":",
            deep,
            task("\"nothing\":1"),
            "null",
            "[]",
            task("") + " {}",
            task(""))
        .statusCode(200)
        .body("accepted", equalTo(2))
        .body("items.index", contains(0, 1, 2, 3, 4, 5, 6, 7))
        .body("items.code", contains(null, 1001, 1001, 1001, 1001, 1001, 1001, null))
        .body("items[3].errors.field", hasItem("nothing"));
  }

  @Test
  void manyAreTakenAtOnceThoughTheirBodyIsLarge() {
    String input = "\"input\":\"" + "x".repeat(1_100) + "\"";
    bulk("[" + String.join(",", Collections.nCopies(1_000, task(input))) + "]")
        .statusCode(200)
        .body("accepted", equalTo(1_000));
    api().get("/api/tasks?type=bulk&page_size=1").then().body("data.total", equalTo(1_000));
  }

  @Test
  void aTaskThatIsTooLargeIsRefusedAloneAndABodyThatIsTooLargeWhole() throws Exception {
    String large = task("\"input\":\"" + "x".repeat(1 << 20) + "\"");
    bulk("[" + task("") + "," + large + "," + task("") + "]")
        .statusCode(200)
        .body("items.code", contains(null, 1007, null));
    assertThat(statusOfLength((16 << 20) + 1)).startsWith("HTTP/1.1 413");
    api()
        .contentType(ContentType.JSON)
        .body(large)
        .post("/api/v1/tasks")
        .then()
        .statusCode(413)
        .body("code", equalTo(1007));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "", "[]", "[ ]", "{}", "[{}", "[{}]]", "[{}] x", "[{}}", "nothing", "[\"a]", "[\\"
      })
  void whatIsNoListOfTasksIsRefusedWhole(String body) {
    bulk(body).statusCode(400).body("code", equalTo(1001));
  }

  @Test
  void moreThanAThousandAreRefusedWhole() {
    lines(Collections.nCopies(1_001, task("")).toArray(String[]::new))
        .statusCode(400)
        .body("code", equalTo(1001));
    api().get("/api/v1/tasks").then().body("total", equalTo(0));
  }

  @Test
  void aRepeatedCallMakesNothingTwiceAndAnotherBodyNothingAtAll() {
    String body = "[" + task("") + "," + task("\"priority\":-101") + "," + task("") + "]";
    List<String> first = keyed(body).statusCode(200).extract().path("items.task_id");
    keyed(body)
        .statusCode(200)
        .body("items.task_id", equalTo(first))
        .body("items.created", contains(false, null, false));
    keyed("[" + task("") + "," + task("") + "]").statusCode(409).body("code", equalTo(2002));
    api().get("/api/v1/tasks").then().body("total", equalTo(2));
  }

  @Test
  void aDedupeKeyCountsWithinOneCallToo() {
    String key = "\"dedupe_key\":\"k\"";
    ValidatableResponse answer =
        lines(
                task(key),
                task(key),
                task(key + ",\"on_duplicate\":\"reject\""),
                task(key + ",\"on_duplicate\":\"new\""),
                task(key))
            .statusCode(200)
            .body("items.created", contains(true, false, null, true, false))
            .body("items.code", contains(null, null, 2002, null, null));
    List<String> ids = answer.extract().path("items.task_id");
    assertThat(ids.get(1)).isEqualTo(ids.get(0)).isEqualTo(ids.get(4)).isNotEqualTo(ids.get(3));
  }

  @Test
  void twoAtOnceWithTheSameKeysInAnotherOrderMakeEachTaskOnce() throws Exception {
    List<String> tasks =
        new ArrayList<>(
            IntStream.range(0, 300).mapToObj(i -> task("\"dedupe_key\":\"k" + i + "\"")).toList());
    String forward = "[" + String.join(",", tasks) + "]";
    Collections.reverse(tasks);
    String backward = "[" + String.join(",", tasks) + "]";
    CompletableFuture<List<String>> other =
        CompletableFuture.supplyAsync(
            () -> bulk(backward).statusCode(200).extract().path("items.task_id"));
    List<String> ids = bulk(forward).statusCode(200).extract().path("items.task_id");
    assertThat(new HashSet<>(ids)).hasSize(300);
    assertThat(other.get(20, TimeUnit.SECONDS)).containsExactlyInAnyOrderElementsOf(ids);
  }

  @Test
  void asManyAsTheLimitHasAreTakenAndTheOthersToldToComeLater() {
    assertThat(buckets.spend(Limit.SUBMIT, user.toString(), 19_997).taken()).isEqualTo(19_997);
    bulk("[" + String.join(",", Collections.nCopies(5, task(""))) + "]")
        .statusCode(200)
        .body("items.code", contains(null, null, null, 4291, 4291));
    bulk("[" + task("") + "]").statusCode(429).body("code", equalTo(4291));
  }

  @Test
  void aRowThatTheDatabaseRefusesRefusesNoneOfItsNeighbours() throws Exception {
    try (Poison poison = new Poison(database, capability)) {
      lines(task(""), task(""), task(poison.member()), task(""), task(""))
          .statusCode(200)
          .body("items.code", contains(null, null, 5000, null, null));
      List<CompletableFuture<Integer>> alone =
          IntStream.range(0, 20)
              .mapToObj(i -> single(task(i == 7 ? poison.member() : "")))
              .toList();
      List<Integer> statuses = new ArrayList<>();
      for (CompletableFuture<Integer> each : alone) {
        statuses.add(each.get(20, TimeUnit.SECONDS));
      }
      assertThat(statuses.remove(7)).isEqualTo(500);
      assertThat(statuses).containsOnly(201);
    }
  }

  @Test
  void strangersMayNot() {
    RestAssured.given()
        .contentType(ContentType.JSON)
        .body("[" + task("") + "]")
        .post("/api/v1/tasks/bulk")
        .then()
        .statusCode(401);
    bulk("[" + task("\"agent_id\":\"" + agent + "\"") + "]")
        .statusCode(200)
        .body("items.code", everyItem(equalTo(2001)))
        .body("items", hasSize(1));
  }

  @Test
  void theEnvelopeIsAroundItUnderApi() {
    api()
        .contentType(ContentType.JSON)
        .body("[" + task("") + "]")
        .post("/api/tasks/bulk")
        .then()
        .statusCode(200)
        .body("code", equalTo(0))
        .body("data.items.status", hasItems("queued"));
  }

  /** Only the head is sent: the length that it states is judged before there is a body. */
  private String statusOfLength(int length) throws IOException {
    String head =
        "POST /api/v1/tasks/bulk HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
            + "Authorization: Bearer %s\r\nContent-Length: %d\r\n\r\n"
                .formatted(auth.token(user.toString(), "user"), length);
    try (Socket socket = new Socket("localhost", RestAssured.port)) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(head.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readNBytes(12), StandardCharsets.US_ASCII);
    }
  }

  private CompletableFuture<Integer> single(String body) {
    return CompletableFuture.supplyAsync(
        () ->
            api()
                .contentType(ContentType.JSON)
                .body(body)
                .post("/api/v1/tasks")
                .then()
                .extract()
                .statusCode(),
        each -> Thread.startVirtualThread(each));
  }

  private String task(String member) {
    return "{\"type\":\"bulk\",\"capabilities\":[\"%s\"]%s}"
        .formatted(capability, member.isEmpty() ? "" : "," + member);
  }

  private ValidatableResponse bulk(String body) {
    return api().contentType(ContentType.JSON).body(body).post("/api/v1/tasks/bulk").then();
  }

  private ValidatableResponse keyed(String body) {
    return api()
        .header("Idempotency-Key", capability)
        .contentType(ContentType.JSON)
        .body(body)
        .post("/api/v1/tasks/bulk")
        .then();
  }

  private ValidatableResponse lines(String... tasks) {
    return api()
        .config(
            RestAssured.config()
                .encoderConfig(encoderConfig().encodeContentTypeAs(LINES, ContentType.TEXT)))
        .contentType(LINES)
        .body(String.join("\n", tasks))
        .post("/api/v1/tasks/bulk")
        .then();
  }
}
