package dev.muster.tasks;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.id.Ids;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
class IntakeTest extends QueueCase {
  @Test
  void aDrainingAgentFinishesWhatItHasAndGetsNothingNew() throws Exception {
    AttemptRef attempt = running();
    submit(Map.of());
    tell("draining", 1).statusCode(200);

    assertThat(gateway.say(agent, done(attempt)).code()).isZero();
    task(attempt.taskId()).body("status", equalTo("done"));
    assertThat(gateway.nothingDispatchedWithin(500)).isTrue();
    tell("active", 2).statusCode(200);
    assertThat(gateway.dispatched(agent).attempt().taskId()).isNotEqualTo(attempt.taskId());
  }

  @Test
  void whatADrainingAgentDoesNotGetGoesToAnother() throws Exception {
    UUID other = Ids.next();
    gateway.connect(agent, "s1", 5, List.of(capability));
    tell("draining", 1).statusCode(200);
    UUID taskId = submit(Map.of());
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();

    gateway.connect(other, "o1", 1, List.of(capability));
    AttemptRef attempt = gateway.dispatched(other).attempt();
    assertThat(attempt.taskId()).isEqualTo(taskId);
    gateway.say(other, done(attempt));
    gateway.disconnected(other, "o1", true);
  }

  @Test
  void aDrainOutlastsConnections() throws Exception {
    tell("draining", 1).statusCode(200);
    submit(Map.of());
    gateway.connect(agent, "s1", 1, List.of(capability));
    gateway.connect(agent, "s2", 1, List.of(capability));

    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    tell("active", 2).statusCode(200);
    gateway.dispatched(agent);
    gateway.disconnected(agent, "s2", true);
  }

  @Test
  void whatAQuarantinedAgentHasIsTakenBackAndItsWordsAreRefused() throws Exception {
    UUID other = Ids.next();
    AttemptRef lost = running();
    gateway.connect(other, "o1", 1, List.of(capability));
    tell("quarantined", 1).statusCode(200);

    AttemptRef second = gateway.dispatched(other).attempt();
    assertThat(second.taskId()).isEqualTo(lost.taskId());
    assertThat(gateway.say(agent, log(lost, 0, "late")).code()).isEqualTo(2002);
    assertThat(gateway.say(agent, done(lost)).code()).isEqualTo(2002);
    assertThat(gateway.say(other, done(second)).code()).isZero();
    assertThat(Invariants.acceptedOutcomes(database, lost.taskId())).isEqualTo(1);
    tell("quarantined", 1).statusCode(200);
    gateway.disconnected(other, "o1", true);
  }

  @Test
  void anOlderWordThatComesLateChangesNothing() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    tell("draining", 3).statusCode(200);
    tell("active", 2).statusCode(200);
    submit(Map.of());
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();

    tell("active", 4).statusCode(200);
    tell("draining", 3).statusCode(200);
    gateway.dispatched(agent);
  }

  @Test
  void aGatewayThatLetsADrainingAgentInSaysSo() throws Exception {
    connectWithOrders("draining", 2, "s1");
    submit(Map.of());
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();

    tell("active", 3).statusCode(200);
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    connectWithOrders("draining", 2, "s2");
    submit(Map.of());
    assertThat(gateway.dispatched(agent).attempt()).isNotEqualTo(attempt);
    gateway.disconnected(agent, "s2", true);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "{\"mode\":\"asleep\",\"version\":1,\"namespace\":\"default\"}",
        "{\"mode\":\"draining\",\"version\":0,\"namespace\":\"default\"}",
        "{\"mode\":\"draining\",\"version\":1}",
        "{\"version\":1,\"namespace\":\"default\"}"
      })
  void anUnreadableWordIsRefused(String body) {
    given()
        .auth()
        .oauth2(auth.token("agent-registry-service", "service"))
        .contentType(ContentType.JSON)
        .body(body)
        .put("/internal/agents/" + agent + "/intake")
        .then()
        .statusCode(400)
        .body("code", equalTo(1001));
  }

  @Test
  void onlyServicesMaySayIt() {
    api()
        .contentType(ContentType.JSON)
        .body(Map.of("mode", "draining", "version", 1, "namespace", "default"))
        .put("/internal/agents/" + agent + "/intake")
        .then()
        .statusCode(403);
  }

  private ValidatableResponse tell(String mode, long version) {
    return given()
        .auth()
        .oauth2(auth.token("agent-registry-service", "service"))
        .contentType(ContentType.JSON)
        .body(Map.of("mode", mode, "version", version, "namespace", "default"))
        .put("/internal/agents/" + agent + "/intake")
        .then();
  }

  private void connectWithOrders(String mode, long version, String session) {
    Map<String, Object> body = new HashMap<>();
    body.put("session_id", session);
    body.put("gateway_id", gateway.id());
    body.put("namespace", "default");
    body.put("visibility", "public");
    body.put("capabilities", List.of(capability));
    body.put("slots", 4);
    body.put("labels", Map.of());
    body.put("running", List.of());
    body.put("orders", Map.of("mode", mode, "version", version, "rotation", 0));
    given()
        .auth()
        .oauth2(auth.token("ws-gateway", "service"))
        .contentType(ContentType.JSON)
        .body(body)
        .post("/internal/agents/" + agent + "/sessions")
        .then()
        .statusCode(200);
  }
}
