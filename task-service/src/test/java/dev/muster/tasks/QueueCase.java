package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.id.Ids;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.kit.stream.Streams;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.AuthServer;
import dev.muster.test.auth.WithAuthServer;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import dev.muster.wire.TaskErrorKind;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * What the tests of this service share: a user, an agent with a capability of its own, a gateway.
 */
@QuarkusTestResource(
    value = PostgresAndRedis.class,
    initArgs = @ResourceArg(name = "schema", value = "task"))
@QuarkusTestResource(WithAuthServer.class)
abstract class QueueCase {
  @Inject Streams streams;
  @Inject StreamPublisher publisher;
  @Inject Channels channels;
  @Inject DataSource database;
  AuthServer auth;

  final UUID user = Ids.next();
  final UUID agent = Ids.next();
  // Each test has a capability of its own, so that the tests don't take each other's tasks.
  final String capability = "c" + Ids.next();
  ScriptedGateway gateway;

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

  ValidatableResponse submitAndWait(int seconds) {
    return api()
        .header("Prefer", "respond-async, wait=" + seconds)
        .contentType(ContentType.JSON)
        .body(wish(Map.of()))
        .post("/api/v1/tasks")
        .then();
  }

  AttemptRef running() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    submit(Map.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(attempt)).code()).isZero();
    return attempt;
  }

  static AgentSignal done(AttemptRef attempt) {
    return new AgentSignal.TaskResult(attempt, TextNode.valueOf("ok"), 0);
  }

  static AgentSignal failed(AttemptRef attempt) {
    return new AgentSignal.TaskError(attempt, TaskErrorKind.FAILED, "exit 3", null, 3);
  }

  static AgentSignal log(AttemptRef attempt, long offset, String text) {
    return new AgentSignal.TaskLog(attempt, "run", LogStream.STDOUT, offset, LogContent.of(text));
  }

  RequestSpecification api() {
    return given().auth().oauth2(auth.token(user.toString(), "user"));
  }

  Map<String, Object> wish(Map<String, Object> members) {
    Map<String, Object> wish = new HashMap<>(members);
    wish.putIfAbsent("type", "echo");
    wish.put("capabilities", List.of(capability));
    return wish;
  }

  UUID submit(Map<String, Object> members) {
    return UUID.fromString(submit(wish(members), "X-None", "x", 201));
  }

  String submit(Map<String, Object> body, String header, String value, int status) {
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

  void refused(Map<String, Object> members, String field) {
    api()
        .contentType(ContentType.JSON)
        .body(wish(members))
        .post("/api/v1/tasks")
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  ValidatableResponse task(UUID taskId) {
    return api().get("/api/v1/tasks/" + taskId).then().statusCode(200);
  }

  void awaitStatus(UUID taskId, String status) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(10))
        .until(() -> task(taskId).extract().path("status"), status::equals);
  }
}
