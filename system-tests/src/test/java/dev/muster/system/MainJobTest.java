package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.system.client.LiveSocket;
import dev.muster.system.client.Output;
import dev.muster.system.client.Rest;
import dev.muster.system.invariant.Invariants;
import dev.muster.system.load.Batch;
import dev.muster.system.load.Gate;
import dev.muster.system.load.Work;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(OnStage.class)
class MainJobTest {
  private static final Duration SOON = Duration.ofSeconds(20);

  @Test
  void aProcessRunsOnAnAgentAndItsOutputIsSeenWhileItRuns(Stage stage) throws Exception {
    Rest user = stage.user();
    try (Gate gate = Gate.closed(stage);
        Batch batch = new Batch(stage);
        LiveSocket live = LiveSocket.open(stage.platform().base(), user.token())) {
      Work work = Work.waitingFor(gate.file(), "the main job");
      UUID task = batch.add(work, Map.of("agent_id", stage.agentId(0))).only();

      live.followOutput(task);
      try (Output output = Output.follow(stage.platform().base(), user.token(), task)) {
        live.first(isLog(task, "the main job line 0"), SOON);
        output.awaitText("the main job line 0", SOON);
        JsonNode running = user.get("/api/v1/tasks/" + task).json();
        assertThat(running.path("status").asText()).isEqualTo("running");
        assertThat(running.path("agent_id").asText()).isEqualTo(stage.agentId(0).toString());

        gate.open();
        assertThat(output.whole(SOON)).isEqualTo(work.log());
      }
      live.first(frame -> frame.type().equals("task/result") && frame.isAbout(task), SOON);
      JsonNode done = user.get("/api/v1/tasks/" + task).json();
      assertThat(done.path("status").asText()).isEqualTo("done");
      assertThat(done.path("exit_code").asInt(-1)).isZero();
      assertThat(done.path("attempt").asInt()).isEqualTo(1);
      assertThat(user.text("/api/v1/tasks/" + task + "/logs?phase=run&offset=0"))
          .isEqualTo(work.log());
      batch.awaitEnd();
      Invariants.allDone(stage, batch);
    }
  }

  @Test
  void anEchoTaskAnswersItsInput(Stage stage) throws Exception {
    try (Batch batch = new Batch(stage)) {
      UUID task = batch.add(Work.echo("grüße, \u0001 and 🐦")).only();
      batch.awaitEnd();
      JsonNode done = stage.user().get("/api/v1/tasks/" + task).json();
      assertThat(done.path("status").asText()).isEqualTo("done");
      assertThat(done.path("result").path("text").asText()).isEqualTo("grüße, \u0001 and 🐦");
    }
  }

  private static Predicate<LiveSocket.Frame> isLog(UUID task, String text) {
    return frame ->
        frame.type().equals("task/log")
            && frame.isAbout(task)
            && frame.text("content").contains(text);
  }
}
