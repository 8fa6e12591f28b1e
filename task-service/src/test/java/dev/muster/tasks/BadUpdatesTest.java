package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.lessThan;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.muster.id.Ids;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What agents say that they shouldn't. */
@QuarkusTest
class BadUpdatesTest extends QueueCase {
  @Test
  void theSameUpdateAThousandTimesMakesFewEventsAndTheLastOneIsTold() throws Exception {
    AttemptRef attempt = running();
    for (int i = 1; i <= 1_000; i++) {
      gateway.send(agent, progress(attempt, 50.0, "half"));
    }
    assertThat(gateway.say(agent, progress(attempt, 99.0, "almost")).code()).isZero();
    task(attempt.taskId()).body("percent", equalTo(99.0f)).body("stage", equalTo("almost"));
    gateway.say(agent, done(attempt));
    ValidatableResponse events =
        api()
            .get("/api/v1/tasks/" + attempt.taskId() + "/events?limit=1000")
            .then()
            .body("last_offset", lessThan(40));
    List<Float> told = events.extract().path("items.payload.percent.findAll { it != null }");
    assertThat(told).isNotEmpty().endsWith(99.0f);
  }

  @Test
  void whatIsHeldBackIsToldWithoutAnotherWord() throws Exception {
    AttemptRef attempt = running();
    for (int i = 1; i <= 30; i++) {
      gateway.send(agent, progress(attempt, (double) i, null));
    }
    Awaitility.await()
        .untilAsserted(
            () -> {
              List<Float> told =
                  api()
                      .get("/api/v1/tasks/" + attempt.taskId() + "/events")
                      .then()
                      .extract()
                      .path("items.payload.percent.findAll { it != null }");
              assertThat(told).endsWith(30.0f);
            });
    gateway.say(agent, done(attempt));
  }

  @Test
  void piecesOfAnAnswerAreAllTold() throws Exception {
    AttemptRef attempt = running();
    for (int i = 0; i < 25; i++) {
      gateway.send(
          agent,
          new AgentSignal.TaskProgress(
              attempt, null, null, null, FrameCodec.JSON.createObjectNode().put("delta", "piece")));
    }
    gateway.say(agent, progress(attempt, 1.0, null));
    api()
        .get("/api/v1/tasks/" + attempt.taskId() + "/events?limit=1000")
        .then()
        .body("items.findAll { it.payload.data?.delta == 'piece' }.size()", equalTo(25));
    gateway.say(agent, done(attempt));
  }

  @Test
  void updatesOfAnEndedAttemptChangeNothing() throws Exception {
    AttemptRef attempt = running();
    gateway.say(agent, done(attempt));
    assertThat(gateway.say(agent, progress(attempt, 5.0, "again")).code()).isZero();
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(attempt)).code()).isZero();
    assertThat(gateway.say(agent, new AgentSignal.TaskReject(attempt, "busy")).code()).isZero();
    assertThat(gateway.say(agent, failed(attempt)).code()).isZero();
    task(attempt.taskId())
        .body("status", equalTo("done"))
        .body("stage", equalTo(null))
        .body("result", equalTo("ok"));
    assertThat(Invariants.attempts(database, attempt.taskId())).isEqualTo(1);
  }

  @Test
  void updatesThatOvertakeTheAcceptCountAndTheAcceptIsNoError() throws Exception {
    gateway.connect(agent, "s1", 1, List.of(capability));
    UUID taskId = submit(Map.of());
    AttemptRef attempt = gateway.dispatched(agent).attempt();
    assertThat(gateway.say(agent, progress(attempt, 10.0, "early")).code()).isZero();
    assertThat(gateway.say(agent, new AgentSignal.TaskAccept(attempt)).code()).isZero();
    task(taskId).body("percent", equalTo(10.0f)).body("status", equalTo("running"));
    gateway.say(agent, done(attempt));
  }

  @Test
  void anotherAgentsTaskAndAnUnknownOneAreNobodysBusiness() throws Exception {
    AttemptRef attempt = running();
    UUID other = Ids.next();
    AttemptRef unknown = new AttemptRef(Ids.next(), attempt.leaseId(), 1);
    for (AgentSignal signal : List.of(progress(attempt, 1.0, "mine"), log(attempt, 0, "x"))) {
      assertThat(gateway.say(other, signal).code()).isEqualTo(2001);
    }
    for (AgentSignal signal :
        List.of(progress(unknown, 1.0, "x"), log(unknown, 0, "x"), done(unknown))) {
      assertThat(gateway.say(agent, signal).code()).isEqualTo(2001);
    }
    task(attempt.taskId()).body("percent", equalTo(null)).body("stage", equalTo("accepted"));
    gateway.say(agent, done(attempt));
  }

  @Test
  void aResultThatIsLargerThanAllowedIsRefusedAndNothingWaitsForAnother() throws Exception {
    AttemptRef attempt = running();
    AgentSignal large =
        new AgentSignal.TaskResult(attempt, TextNode.valueOf("x".repeat(1_032_192)), 0);
    assertThat(gateway.say(agent, large).code()).isEqualTo(1007);
    assertThat(gateway.say(agent, large).code()).isEqualTo(1007);
    task(attempt.taskId())
        .body("status", equalTo("failed"))
        .body("error.message", containsString("1032194 bytes, more than 1032192"))
        .body("result", equalTo(null));
    assertThat(Invariants.attempts(database, attempt.taskId())).isEqualTo(1);
  }

  private static AgentSignal progress(AttemptRef attempt, Double percent, String stage) {
    return new AgentSignal.TaskProgress(attempt, percent, stage, null, null);
  }
}
