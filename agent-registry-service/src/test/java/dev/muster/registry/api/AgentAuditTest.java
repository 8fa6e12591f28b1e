package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.agent;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.Test;

/** No auth-service runs here, so the lines stay in the outbox. */
@RegistryTest
class AgentAuditTest {
  @Inject AgroalDataSource database;

  @Test
  void whatAnAdministratorDoesToAnAgentIsOnRecord() throws Exception {
    Response created =
        as(ADMIN)
            .header("X-Request-ID", "r-audit")
            .body(agent("\"name\":\"audited\""))
            .post(AGENTS);
    String id = created.path("data.id");
    as(ADMIN).body("{\"concurrency\":7}").put(AGENT, id).then().statusCode(200);
    as(ADMIN).body("{\"concurrency\":7}").put(AGENT, id).then().statusCode(200);
    as(ADMIN).body("{\"token\":\"a-token-0123456789-0123\"}").put(AGENT, id).then().statusCode(200);
    as(ADMIN).delete(AGENT, id).then().statusCode(200);

    assertThat(lines("action", "target_id = '" + id + "'"))
        .containsExactly("agent.create", "agent.change", "agent.token.replace", "agent.delete");
    assertThat(
            lines(
                "concat_ws(' ', actor_kind, outcome, code, address, request_id, detail)",
                "target_id = '" + id + "' AND action = 'agent.create'"))
        .containsExactly("user ok 0 127.0.0.1 r-audit {\"name\": \"audited\"}");
  }

  @Test
  void whatFailedLeavesNoLine() throws Exception {
    String id = Api.newAgent();
    as(ADMIN).header("If-Match", "\"99\"").delete(AGENT, id).then().statusCode(412);
    as(ADMIN).body(agent("\"concurrency\":0")).post(AGENTS).then().statusCode(400);
    assertThat(lines("action", "target_id = '" + id + "'")).containsExactly("agent.create");
  }

  @Test
  void aUserWhoTriesIsOnRecord() {
    String id = Api.newAgent();
    as(USER).delete(AGENT, id).then().statusCode(403);
    await()
        .until(
            () ->
                !lines("action", "action = 'request.send' AND code = 1003 AND outcome = 'denied'")
                    .isEmpty());
  }

  private List<String> lines(String column, String where) throws SQLException {
    return AuditLines.of(database, column, where);
  }
}
