package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.muster.id.Ids;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PlacementResourceTest extends PlacementCase {
  @Test
  void anUnknownCapabilityIsParkedAndExplained() {
    UUID taskId = submit(Map.of("capabilities", List.of(capability, "quantum")));
    why(taskId)
        .body("placeable", equalTo(false))
        .body("reasons[0].code", equalTo("no_agent_online"));
    gateway.connect(agent, "s1", 1, List.of(capability));
    why(taskId)
        .body("placeable", equalTo(false))
        .body("reasons[0].code", equalTo("no_matching_agent"))
        .body("reasons[0].missing[0].agent_id", equalTo(agent.toString()))
        .body("reasons[0].missing[0].capabilities", equalTo(List.of("quantum")));
  }

  @Test
  void whatTimeDecidesIsToldWithItsTime() {
    gateway.connect(agent, "s1", 1, List.of(capability));
    why(submit(Map.of("delay", 60)))
        .body("status", equalTo("queued"))
        .body("stage", equalTo("scheduled"))
        .body("placeable", equalTo(true))
        .body("reasons[0].code", equalTo("scheduled"))
        .body("reasons[0].until", notNullValue());
  }

  @Test
  void busyAgentsAndTheTasksBeforeItAreTold() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID first = submit(Map.of());
    AttemptRef attempt = accepted(agent);
    submit(Map.of());
    UUID last = submit(Map.of());
    why(last)
        .body("placeable", equalTo(true))
        .body("reasons[0].code", equalTo("agents_busy"))
        .body("reasons[0].slots", equalTo(1))
        .body("reasons[0].running", equalTo(1))
        .body("reasons[1].code", equalTo("behind"))
        .body("reasons[1].ahead", equalTo(1));
    why(first)
        .body("reasons[0].code", equalTo("running"))
        .body("reasons[0].agent_id", equalTo(agent.toString()));
    gateway.say(agent, done(attempt));
    why(first).body("placeable", equalTo(false)).body("reasons[0].code", equalTo("finished"));
  }

  @Test
  void whoTurnedItDownIsTold() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    gateway.say(agent, new AgentSignal.TaskReject(gateway.dispatched(agent).attempt(), "busy"));
    why(taskId)
        .body("placeable", equalTo(true))
        .body("reasons[0].code", equalTo("avoiding"))
        .body("reasons[0].agents", equalTo(List.of(agent.toString())))
        .body("reasons[0].reason", equalTo("busy"))
        .body("reasons[0].until", notNullValue());
  }

  @Test
  void agentsThatGetNothingNewAreTold() {
    gateway.connect(agent, "s1", 1, List.of(capability));
    intake("draining", 1);
    UUID taskId = submit(Map.of());
    why(taskId)
        .body("placeable", equalTo(false))
        .body("reasons[0].code", equalTo("agent_draining"));
    intake("quarantined", 2);
    why(taskId).body("reasons[0].code", equalTo("agent_quarantined"));
  }

  @Test
  void aFailedAttemptWaits() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of("max_attempts", 2, "backoff", Map.of("initial", 60)));
    gateway.say(agent, failed(accepted(agent)));
    why(taskId)
        .body("reasons[0].code", equalTo("retry_wait"))
        .body("reasons[0].failures", equalTo(1));
  }

  @Test
  void privateAgentsAndOthersTasksAreNotTold() {
    gateway.connect("private", agent, "s1", 1, List.of());
    UUID taskId = submit(Map.of());
    why(taskId)
        .body("reasons[0].code", equalTo("no_agent_online"))
        .body("reasons.toString()", not(containsString(agent.toString())));
    as(Ids.next(), "user").get("/api/v1/tasks/" + taskId + "/placement").then().statusCode(404);
    api().get("/api/v1/tasks/x/placement").then().statusCode(404).body("code", equalTo(2001));
    admin()
        .get("/api/tasks/" + taskId + "/placement")
        .then()
        .body("data.reasons.code", hasItem("no_agent_online"));
  }

  private ValidatableResponse why(UUID taskId) {
    return api().get("/api/v1/tasks/" + taskId + "/placement").then().statusCode(200);
  }

  private void intake(String mode, long version) {
    given()
        .auth()
        .oauth2(auth.token("agent-registry-service", "service"))
        .contentType(ContentType.JSON)
        .body(Map.of("mode", mode, "version", version, "namespace", namespace))
        .put("/internal/agents/" + agent + "/intake")
        .then()
        .statusCode(200);
  }
}
