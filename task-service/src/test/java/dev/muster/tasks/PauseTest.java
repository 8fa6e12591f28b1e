package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;

import dev.muster.test.auth.AuthServer;
import io.quarkus.test.junit.QuarkusTest;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class PauseTest extends PlacementCase {
  @AfterEach
  void resumeAll() throws Exception {
    auth.answerWith(null);
    update("delete from pause where namespace = ?", namespace);
  }

  @Test
  void tasksOfAPausedTypeWaitAndOthersDoNot() throws Exception {
    gateway.connect(agent, "s1", 5, List.of(capability));
    String id = pause(Map.of("type", "echo"), 201);
    UUID waiting = submit(Map.of());
    UUID sleep = submit(Map.of("type", "sleep"));
    assertThat(accepted(agent).taskId()).isEqualTo(sleep);
    assertThat(gateway.nothingDispatchedWithin(300)).isTrue();
    api()
        .get("/api/v1/tasks/" + waiting + "/placement")
        .then()
        .body("placeable", equalTo(false))
        .body("reasons[0].code", equalTo("paused"))
        .body("reasons[0].type", equalTo("echo"))
        .body("reasons[0].reason", equalTo("moving"));

    admin().delete("/api/v1/pauses/" + id).then().statusCode(200).body("deleted", equalTo(true));
    assertThat(accepted(agent).taskId()).isEqualTo(waiting);
    admin().delete("/api/v1/pauses/" + id).then().statusCode(404).body("code", equalTo(2001));
  }

  @Test
  void anAgentOrANeedCanBePausedToo() throws Exception {
    gateway.connect(agent, "s1", 5, List.of("b", capability, "a"));
    String id = pause(Map.of("capabilities", List.of("b", "a")), 201);
    UUID needy = submit(Map.of("capabilities", List.of("a", "b")));
    UUID free = submit(Map.of("capabilities", List.of("a")));
    assertThat(accepted(agent).taskId()).isEqualTo(free);
    assertThat(gateway.nothingDispatchedWithin(200)).isTrue();
    admin().delete("/api/v1/pauses/" + id).then().statusCode(200);
    assertThat(accepted(agent).taskId()).isEqualTo(needy);
  }

  @Test
  void theSameIsPausedOnceAndListed() throws Exception {
    String id = pause(Map.of("type", "echo", "agent_id", agent), 201);
    assertThat(pause(Map.of("agent_id", agent, "type", "echo"), 200)).isEqualTo(id);
    admin()
        .get("/api/v1/pauses?namespace=" + namespace)
        .then()
        .body("total", equalTo(1))
        .body("items[0].paused_by", equalTo(user.toString()))
        .body("items[0].agent_id", equalTo(agent.toString()));
    admin().get("/api/pauses").then().body("data.items.id", hasItem(id));
  }

  @Test
  void aNamespaceHasAThousandPausesAtMost() throws Exception {
    update(
        """
        insert into pause (id, namespace, type, reason, paused_by)
        select gen_random_uuid(), ?, 't' || n, '', gen_random_uuid() from generate_series(1, 1000) n
        """,
        namespace);
    assertThat(pause(Map.of("type", "echo"), 409)).isNull();
    pause(Map.of("type", "t7"), 200);
  }

  @Test
  void whoPausedAndWhoResumedIsInTheAuditLog() {
    Queue<String> lines = new ConcurrentLinkedQueue<>();
    auth.answerWith(
        request -> {
          lines.add(request.body());
          return AuthServer.Answer.of(200, "{}");
        });
    String id = pause(Map.of("type", "echo"), 201);
    admin().delete("/api/v1/pauses/" + id).then().statusCode(200);
    await()
        .untilAsserted(
            () ->
                assertThat(String.join("", lines))
                    .contains(
                        "\"action\":\"pause.create\",\"target_kind\":\"pause\",\"target_id\":\""
                            + id)
                    .contains(
                        "\"action\":\"pause.delete\",\"target_kind\":\"pause\",\"target_id\":\""
                            + id)
                    .contains(user.toString()));
  }

  @Test
  void whatIsNoPauseIsRefusedAndOnlyAdministratorsPause() {
    pause(Map.of(), 400);
    pause(Map.of("type", ""), 400);
    pause(Map.of("type", "echo", "until", 5), 400);
    pause(Map.of("capabilities", List.of("No")), 400);
    admin()
        .body("{\"capabilities\":[null],\"reason\":\"\"}")
        .post("/api/v1/pauses")
        .then()
        .statusCode(400);
    admin().body("{\"type\":\"echo\"}").post("/api/v1/pauses").then().statusCode(400);
    admin().delete("/api/v1/pauses/x").then().statusCode(404);
    api().get("/api/v1/pauses").then().statusCode(403);
  }

  private String pause(Map<String, Object> what, int status) {
    Map<String, Object> body = new HashMap<>(what);
    body.put("namespace", namespace);
    body.put("reason", "moving");
    return admin().body(body).post("/api/v1/pauses").then().statusCode(status).extract().path("id");
  }
}
