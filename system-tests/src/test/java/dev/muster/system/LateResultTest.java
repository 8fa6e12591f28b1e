package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.platform.account.NewAgent;
import dev.muster.platform.api.Api;
import dev.muster.system.client.ScriptedAgent;
import dev.muster.system.invariant.Attempts;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class LateResultTest {
  private static final int CONFLICT = 2002;
  private static final String TOKEN = "a-token-that-only-this-test-uses-0123456789";

  @Test
  void theResultOfASupersededAttemptIsRefused(Stage stage) throws Exception {
    String capability = "late-" + UUID.randomUUID().toString().substring(0, 8);
    String agentId = register(stage, capability);
    try (Batch batch = new Batch(stage)) {
      UUID task = batch.add(Work.echo("x"), Map.of("capabilities", List.of(capability))).only();
      ObjectNode first;
      try (ScriptedAgent agent = connect(stage, agentId)) {
        first = agent.dispatched();
        assertThat(agent.say("task_accept", first)).isZero();
      }
      await().atMost(Duration.ofSeconds(20)).until(() -> !Attempts.of(stage, task).isEmpty());
      try (ScriptedAgent agent = connect(stage, agentId)) {
        ObjectNode second = agent.dispatched();
        assertThat(agent.say("task_accept", second)).isZero();
        assertThat(agent.say("task_result", result(first, "late"))).isEqualTo(CONFLICT);
        assertThat(batch.inFlight()).as("the task goes on").isEqualTo(1);

        assertThat(agent.say("task_result", result(second, "in time"))).isZero();
        assertThat(agent.say("task_result", result(first, "later"))).isEqualTo(CONFLICT);
      }
      assertThat(
              stage.user().get("/api/v1/tasks/" + task).json().path("result").path("said").asText())
          .isEqualTo("in time");
      assertThat(Attempts.of(stage, task))
          .extracting(Attempts.Attempt::outcome)
          .containsExactly("lost", "done");
    }
  }

  private static ObjectNode result(ObjectNode attempt, String said) {
    ObjectNode result = attempt.deepCopy();
    result.putObject("result").put("said", said);
    return result;
  }

  private static ScriptedAgent connect(Stage stage, String agentId) {
    return ScriptedAgent.connect(stage.platform().base(), agentId, TOKEN);
  }

  private static String register(Stage stage, String capability) throws Exception {
    Api.Answer answer =
        new NewAgent(capability, "process", List.of(capability), 1, TOKEN, List.of())
            .register(stage.platform().accounts().admin());
    assertThat(answer.ok()).as(answer.failure()).isTrue();
    return answer.data().path("id").asText();
  }
}
