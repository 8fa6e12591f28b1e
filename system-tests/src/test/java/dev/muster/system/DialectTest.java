package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.account.NewAgent;
import dev.muster.platform.api.Api;
import dev.muster.system.client.Rest;
import dev.muster.system.client.TypedAgent;
import dev.muster.system.invariant.Attempts;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The two other ways in for agents, through the edge. */
@ExtendWith(OnStage.class)
class DialectTest {
  private static final String TOKEN = "a-token-that-only-the-dialects-use-0123456789";
  private final String capability = "dialect-" + UUID.randomUUID().toString().substring(0, 8);

  @Test
  void anAgentThatKnowsOnlyItsTasksKeepsOneOverAReconnectThatChangesTheEndpoint(Stage stage)
      throws Exception {
    String agentId = register(stage);
    Rest admin = stage.admin();
    JsonNode key =
        admin
            .post("/api/v1/api-keys", Map.of("name", "c", "scopes", List.of(), "agent_id", agentId))
            .json();
    try (Batch batch = new Batch(stage)) {
      UUID task = batch.add(Work.echo("x"), Map.of("capabilities", List.of(capability))).only();
      try (TypedAgent agent = TypedAgent.role(stage.platform().base(), agentId, TOKEN)) {
        assertThat(agent.ask("agent/status", Map.of("running", List.of()))).isZero();
        assertThat(agent.hear("task/submit").path("task_id").asText()).isEqualTo(task.toString());
        assertThat(agent.ask("task/accept", Map.of("task_id", task))).isZero();
      }
      try (TypedAgent agent =
          TypedAgent.control(
              stage.platform().base(),
              agentId,
              key.path("app_key").asText(),
              key.path("app_secret").asText())) {
        agent.say("heartbeat", Map.of("running", List.of(task)));
        Map<String, Object> completed =
            Map.of("task_id", task, "result", Map.of("said", "at last"));
        assertThat(agent.ask("task_completed", completed)).isZero();
        assertThat(agent.ask("task_completed", completed)).isZero();

        assertThat(admin.delete("/api/v1/api-keys/" + key.path("id").asText()).ok()).isTrue();
        assertThat(agent.closed().get(1, TimeUnit.SECONDS)).isEqualTo(4401);
      }
      assertThat(
              stage.user().get("/api/v1/tasks/" + task).json().path("result").path("said").asText())
          .isEqualTo("at last");
      assertThat(Attempts.of(stage, task))
          .extracting(Attempts.Attempt::outcome)
          .containsExactly("done");
    }
  }

  private String register(Stage stage) throws Exception {
    Api.Answer answer =
        new NewAgent(capability, "process", List.of(capability), 1, TOKEN, List.of())
            .register(stage.platform().accounts().admin());
    assertThat(answer.ok()).as(answer.failure()).isTrue();
    return answer.data().path("id").asText();
  }
}
