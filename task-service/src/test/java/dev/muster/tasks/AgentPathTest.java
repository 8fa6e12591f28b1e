package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.muster.id.Ids;
import dev.muster.test.auth.AuthServer;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A3: the paths under an agent's do what the ordinary ones do, for that agent. */
@QuarkusTest
class AgentPathTest extends QueueCase {
  private final UUID hidden = Ids.next();

  @BeforeEach
  void beTheRegistry() {
    auth.answerWith(this::profile);
  }

  @AfterEach
  void standInNoMore() {
    auth.answerWith(null);
  }

  private AuthServer.Answer profile(AuthServer.Request request) {
    String visibility = request.path().endsWith(hidden.toString()) ? "private" : "public";
    return request.path().startsWith("/internal/agents/")
        ? AuthServer.Answer.of(
            200,
            "{\"id\":\"%s\",\"namespace\":\"default\",\"visibility\":\"%s\"}"
                .formatted(request.path().substring("/internal/agents/".length()), visibility))
        : AuthServer.Answer.of(404, "{\"code\":2001,\"detail\":\"no such resource\"}");
  }

  @Test
  void aTaskUnderAnAgentsPathIsForThatAgent() throws Exception {
    String taskId = submitFor(agent, "", Map.of()).statusCode(201).extract().path("task_id");
    task(UUID.fromString(taskId)).body("requested_agent_id", equalTo(agent.toString()));
    gateway.connect(agent, "s1", 1, List.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    assertThat(attempt.taskId()).hasToString(taskId);
    gateway.say(agent, done(attempt));
    task(attempt.taskId()).body("status", equalTo("done"));
  }

  @Test
  void aRepeatedSubmitIsAnsweredWithTheFirstTask() {
    String first = submitFor(agent, "k", Map.of()).statusCode(201).extract().path("task_id");
    submitFor(agent, "k", Map.of()).statusCode(200).body("task_id", equalTo(first));
    submitFor(agent, "k", Map.of("priority", 3)).statusCode(409).body("code", equalTo(2002));
    // The key counts at its path.
    submitFor(Ids.next(), "k", Map.of()).statusCode(201);
    api().get("/api/v1/tasks").then().body("total", equalTo(2));
  }

  @Test
  void theAgentIsSaidByThePathAlone() {
    submitFor(agent, "", Map.of("agent_id", agent.toString()))
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem("agent_id"));
    submitFor(agent, "", Map.of("priority", 101)).statusCode(400);
    submitFor(agent, "", Map.of("namespace", "other")).statusCode(400);
    submitFor(hidden, "", Map.of()).statusCode(404).body("code", equalTo(2001));
    post("/api/v1/agents/nobody/tasks", "", Map.of()).statusCode(404).body("code", equalTo(2001));
    api().get("/api/v1/tasks").then().body("total", equalTo(0));
  }

  @Test
  void aCancelComesByThePathOfItsOwnAgentOnly() {
    String taskId = submitFor(agent, "", Map.of()).extract().path("task_id");
    cancel(Ids.next(), taskId).statusCode(404).body("code", equalTo(2001));
    task(UUID.fromString(taskId)).body("status", equalTo("queued"));
    given()
        .auth()
        .oauth2(auth.token(Ids.next().toString(), "user"))
        .post("/api/agents/" + agent + "/tasks/" + taskId + "/cancel")
        .then()
        .statusCode(404);
    cancel(agent, taskId).statusCode(200).body("data.canceled", equalTo(true));
    cancel(agent, taskId).statusCode(409).body("code", equalTo(3001));
  }

  @Test
  void aRunningTaskIsCanceledByThePathOfTheAgentThatHasIt() throws Exception {
    AttemptRef attempt = running();
    cancel(Ids.next(), attempt.taskId().toString()).statusCode(404);
    cancel(agent, attempt.taskId().toString()).statusCode(202);
    task(attempt.taskId()).body("stage", equalTo("canceling"));
    gateway.say(agent, done(attempt));
  }

  private ValidatableResponse submitFor(UUID agentId, String key, Map<String, Object> members) {
    return post("/api/v1/agents/" + agentId + "/tasks", key, members);
  }

  private ValidatableResponse post(String path, String key, Map<String, Object> members) {
    Map<String, Object> wish = wish(members);
    wish.remove("capabilities");
    return api()
        .header(key.isEmpty() ? "X-None" : "Idempotency-Key", key.isEmpty() ? "x" : key)
        .contentType(ContentType.JSON)
        .body(wish)
        .post(path)
        .then();
  }

  private ValidatableResponse cancel(UUID agentId, String taskId) {
    return api().post("/api/agents/" + agentId + "/tasks/" + taskId + "/cancel").then();
  }
}
