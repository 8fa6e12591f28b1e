package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.id.Ids;
import dev.muster.wire.AttemptRef;
import io.quarkus.test.junit.QuarkusTest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

@QuarkusTest
class NamespacePolicyTest extends PlacementCase {
  @Test
  void noMoreRunThanTheQuotaAndWhatEndsMakesRoomOnOtherAgentsToo() throws Exception {
    UUID second = Ids.next();
    policy(1, 1, false, 1).statusCode(200);
    gateway.connect(agent, "s1", 5, List.of(capability));
    gateway.connect(second, "x1", 5, List.of("special"));
    submit(Map.of());
    AttemptRef first = accepted(agent);
    UUID waiting = submit(Map.of("capabilities", List.of("special")));
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    api()
        .get("/api/v1/tasks/" + waiting + "/placement")
        .then()
        .body("placeable", equalTo(true))
        .body("reasons[0].code", equalTo("quota"))
        .body("reasons[0].running", equalTo(1))
        .body("reasons[0].quota", equalTo(1));

    gateway.say(agent, done(first));
    assertThat(accepted(second).taskId()).isEqualTo(waiting);
    policy(1, 0, false, 2).statusCode(200);
    submit(Map.of());
    accepted(agent);
    gateway.disconnected(second, "x1", true);
  }

  @Test
  void aPausedNamespaceGetsNothingUntilItIsResumed() throws Exception {
    gateway.connect(agent, "s1", 5, List.of(capability));
    policy(1, 0, true, 3).statusCode(200);
    UUID taskId = submit(Map.of());
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    api()
        .get("/api/v1/tasks/" + taskId + "/placement")
        .then()
        .body("placeable", equalTo(false))
        .body("reasons[0].code", equalTo("namespace_paused"));

    policy(1, 0, false, 2).statusCode(200);
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    policy(1, 0, false, 4).statusCode(200);
    assertThat(accepted(agent).taskId()).isEqualTo(taskId);
  }

  @Test
  void whatIsNoPolicyIsRefused() {
    policy(0, 0, false, 1).statusCode(400).body("code", equalTo(1001));
    policy(1, -1, false, 1).statusCode(400).body("code", equalTo(1001));
    policy(1, 0, false, 0).statusCode(400).body("code", equalTo(1001));
    admin()
        .body(Map.of("weight", 1, "quota", 0, "paused", true, "version", 9))
        .put("/internal/namespaces/" + namespace + "/policy")
        .then()
        .statusCode(403);
  }
}
