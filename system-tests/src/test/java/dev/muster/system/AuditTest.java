package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A line of the audit log arrives, whoever dies on its way. */
@ExtendWith(OnStage.class)
class AuditTest {
  private static final Duration SOON = Duration.ofSeconds(40);

  @Test
  void whatEachServiceDidIsInOneLog(Stage stage) throws Exception {
    Rest admin = stage.admin();
    String agent = agent(admin);
    String task = task(stage);
    assertThat(admin.post("/api/v1/tasks/" + task + "/cancel", Map.of()).ok()).isTrue();

    JsonNode created = line(admin, agent, "agent.create");
    assertThat(created.path("service").asText()).isEqualTo("agent-registry-service");
    assertThat(created.path("actor").path("id").asText())
        .isEqualTo(admin.get("/api/v1/auth/me").json().path("id").asText());
    assertThat(created.path("request_id").asText()).isNotEmpty();
    JsonNode canceled = line(admin, task, "task.cancel");
    assertThat(canceled.path("service").asText()).isEqualTo("task-service");
    assertThat(canceled.path("actor").path("id")).isEqualTo(created.path("actor").path("id"));
  }

  @Test
  void aLineOutlivesItsServiceAndWaitsForAuthService(Stage stage) throws Exception {
    Rest admin = stage.admin();
    Part auth = stage.platform().service(ServiceKind.AUTH, 0);
    Part registry = stage.platform().service(ServiceKind.REGISTRY, 0);
    auth.kill();
    String agent = agent(admin);
    registry.kill();
    Stage.start(List.of(auth));
    Stage.start(List.of(registry));

    Rest again = stage.admin();
    assertThat(line(again, agent, "agent.create").path("outcome").asText()).isEqualTo("ok");
    assertThat(again.get("/api/v1/audit?target=" + agent).json().path("total").asInt())
        .isEqualTo(1);
  }

  private static String agent(Rest admin) throws Exception {
    Map<String, String> wanted = Map.of("name", "a-" + UUID.randomUUID(), "type", "process");
    return admin.post("/api/v1/agents", wanted).json().path("id").asText();
  }

  private static String task(Stage stage) throws Exception {
    Map<String, Object> wanted =
        Map.of("type", "echo", "capabilities", List.of("nobody-has-this"), "input", Map.of());
    return stage.user().post("/api/v1/tasks", wanted).json().path("task_id").asText();
  }

  private static JsonNode line(Rest admin, String target, String action) {
    return await()
        .atMost(SOON)
        .until(
            () ->
                admin
                    .get("/api/v1/audit?target=" + target + "&action=" + action)
                    .json()
                    .path("items")
                    .path(0),
            line -> !line.isMissingNode());
  }
}
