package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AUTHENTICATE;
import static dev.muster.registry.api.Api.anonymous;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Which change leaves which line; what is done to an agent's settings is in AgentAuditTest. */
@RegistryTest
class RecordedTest {
  private static final String TOKENS = "/api/v1/enrollment-tokens";
  private static final String NAMESPACES = "/api/v1/namespaces";
  private static final String NAMESPACE = NAMESPACES + "/{ns}";
  private static final String OLD = "0123456789abcdef";

  /** When a window of refusals ends meanwhile: the first, how many, and the first of the next. */
  private static final int FEW = 3;

  private static final String BY_ADMIN = " ok user " + ADMIN.subject();

  @Inject AgroalDataSource database;

  private final String machine = "machine-" + UUID.randomUUID();

  @Test
  void anEnrolmentTokenIsOnRecordWithoutItsText() throws Exception {
    String key = Api.unique();
    Response made = as(ADMIN).header("Idempotency-Key", key).body("{}").post(TOKENS);
    as(ADMIN).header("Idempotency-Key", key).body("{}").post(TOKENS).then().statusCode(200);
    String id = made.path("id");
    as(ADMIN).delete(TOKENS + "/" + id).then().statusCode(200);
    as(ADMIN).delete(TOKENS + "/" + id).then().statusCode(404);

    assertThat(about(id))
        .containsExactly(
            "enrollment_token.create"
                + BY_ADMIN
                + " enrollment_token {\"reusable\": \"false\", \"namespace\": \"default\"}",
            "enrollment_token.delete" + BY_ADMIN + " enrollment_token {}");
    assertThat(mentions(made.path("token"))).isEmpty();
  }

  @Test
  void anEnrolmentIsOnRecordAsTheAgentsOwnAndSoIsTheNextOne() throws Exception {
    Response token = as(ADMIN).body("{\"reusable\":true}").post(TOKENS);
    Response first = register(token.path("token"));
    String id = first.path("agent_id");
    rotate(id, "");
    Response second = register(token.path("token"));
    second.then().statusCode(200);

    String by = " ok agent " + id + " agent {";
    String with = "\", \"enrollment_token\": \"" + token.path("id") + "\"}";
    assertThat(about(id))
        .containsExactlyInAnyOrder(
            "agent.enroll" + by + "\"again\": \"false" + with,
            "agent.token.rotate" + BY_ADMIN + " agent {\"rotation\": \"1\"}",
            "agent.enroll" + by + "\"again\": \"true" + with,
            "agent.token.cancel" + by + "\"rotation\": \"1\"}");
    assertThat(mentions(second.path("agent_token"))).isEmpty();
    assertThat(mentions(token.path("token"))).isEmpty();
  }

  @Test
  void refusedEnrolmentsAreFewLinesWithoutWhatWasShown() throws Exception {
    String typed = "typed-" + UUID.randomUUID();
    int before = refusedEnrolments().size();
    for (int i = 0; i < 20; i++) {
      register(typed).then().statusCode(401);
      register("met_" + "A".repeat(65)).then().statusCode(401);
    }
    // Another test of this run may have been the first.
    await().until(() -> !refusedEnrolments().isEmpty());
    assertThat(refusedEnrolments()).containsOnly("anonymous 1002");
    assertThat(refusedEnrolments().size() - before).isLessThanOrEqualTo(FEW);
    assertThat(mentions(typed)).isEmpty();
    assertThat(mentions("A".repeat(43))).isEmpty();
  }

  @Test
  void everyStepOfATokenRotationIsOnRecordWithoutTheToken() throws Exception {
    String id = newAgent("\"token\":\"" + OLD + "\"");
    rotate(id, "leaked");
    String offered = offer(id);
    authenticate(id, OLD);
    authenticate(id, offered);
    authenticate(id, offered);

    assertThat(about(id).subList(1, 4))
        .containsExactly(
            "agent.token.rotate"
                + BY_ADMIN
                + " agent {\"reason\": \"leaked\", \"rotation\": \"1\"}",
            "agent.token.offer ok service ws-gateway agent {\"rotation\": \"1\"}",
            "agent.token.confirm ok agent " + id + " agent {\"rotation\": \"1\"}");
    assertThat(about(id)).hasSize(4);
    assertThat(mentions(offered)).isEmpty();
  }

  @Test
  void aRotationThatATokenFromElsewhereEndsIsOnRecordAsCancelled() throws Exception {
    String id = newAgent("\"token\":\"" + OLD + "\"");
    rotate(id, "");
    for (int i = 0; i < 2; i++) {
      as(ADMIN).body("{\"token\":\"fedcba9876543210\"}").put(AGENT, id).then().statusCode(200);
    }
    assertThat(AuditLines.of(database, "action", "target_id = '" + id + "'"))
        .containsExactlyInAnyOrder(
            "agent.create",
            "agent.token.rotate",
            "agent.token.replace",
            "agent.token.cancel",
            "agent.token.replace");
  }

  @Test
  void ordersToAnAgentAreOnRecordOnceWithTheirReasons() throws Exception {
    String id = newAgent();
    for (String order : List.of("drain", "drain", "quarantine", "quarantine", "resume", "resume")) {
      order(id, order, "why " + order, 200);
    }
    order(id, "quarantine", "", 200);
    order(id, "drain", "no", 409);
    order(id, "kick", "bye", 200);

    assertThat(about(id).subList(1, 6))
        .containsExactly(
            "agent.drain" + BY_ADMIN + " agent {\"reason\": \"why drain\"}",
            "agent.quarantine" + BY_ADMIN + " agent {\"reason\": \"why quarantine\"}",
            "agent.resume" + BY_ADMIN + " agent {\"reason\": \"why resume\"}",
            "agent.quarantine" + BY_ADMIN + " agent {}",
            "agent.kick" + BY_ADMIN + " agent {\"reason\": \"bye\"}");
    assertThat(about(id)).hasSize(6);
  }

  @Test
  void whatIsDoneToANamespaceIsOnRecordOnce() throws Exception {
    String name = Api.unique();
    String body = "{\"name\":\"" + name + "\"}";
    as(ADMIN).body(body).post(NAMESPACES).then().statusCode(201);
    as(ADMIN).body(body).post(NAMESPACES).then().statusCode(409);
    for (int i = 0; i < 2; i++) {
      as(ADMIN).body("{\"weight\":3,\"quota\":9}").put(NAMESPACE, name).then().statusCode(200);
      pin(name, "{\"server_id\":\"task-2\"}");
    }
    for (int i = 0; i < 2; i++) {
      pin(name, "{}");
      pause(name, "pause", "moving");
    }
    pause(name, "resume", "moved");
    pause(name, "resume", "moved");
    as(ADMIN).delete(NAMESPACE, name).then().statusCode(200);
    as(ADMIN).delete(NAMESPACE, name).then().statusCode(404);

    String by = BY_ADMIN + " namespace {";
    assertThat(about(name))
        .containsExactly(
            "namespace.create" + by + "}",
            "namespace.change" + by + "\"quota\": \"9\", \"weight\": \"3\"}",
            "namespace.pin" + by + "\"server\": \"task-2\"}",
            "namespace.unpin" + by + "}",
            "namespace.pause" + by + "\"reason\": \"moving\"}",
            "namespace.resume" + by + "\"reason\": \"moved\"}",
            "namespace.delete" + by + "}");
  }

  private List<String> about(String target) throws SQLException {
    return AuditLines.about(database, target);
  }

  private List<String> mentions(String text) throws SQLException {
    return AuditLines.of(database, "action", "audit_outbox::text LIKE '%" + text + "%'");
  }

  private List<String> refusedEnrolments() throws SQLException {
    return AuditLines.of(
        database,
        "concat_ws(' ', actor_kind, code)",
        "action = 'agent.enroll' AND outcome = 'denied'");
  }

  private Response register(String token) {
    return anonymous()
        .body(
            """
            {"enrollment_token":"%s","machine_id":"%s","name":"a","type":"process"}"""
                .formatted(token, machine))
        .post("/api/v1/agents/register");
  }

  private static void rotate(String id, String reason) {
    order(id, "rotate-token", reason, 202);
  }

  private static String offer(String id) {
    return as(SERVICE).post("/internal/agents/{id}/rotation", id).path("token");
  }

  private static void authenticate(String id, String token) {
    as(SERVICE).body("{\"token\":\"" + token + "\"}").post(AUTHENTICATE, id).then().statusCode(200);
  }

  private static void order(String id, String order, String reason, int status) {
    as(ADMIN)
        .body("{\"reason\":\"" + reason + "\"}")
        .post("/api/v1/agents/{id}/" + order, id)
        .then()
        .statusCode(status);
  }

  private static void pin(String name, String body) {
    as(ADMIN).body(body).put(NAMESPACE + "/pin", name).then().statusCode(200);
  }

  private static void pause(String name, String order, String reason) {
    as(ADMIN)
        .body("{\"reason\":\"" + reason + "\"}")
        .post(NAMESPACE + "/" + order, name)
        .then()
        .statusCode(200);
  }
}
