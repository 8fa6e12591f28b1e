package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.test.auth.AuthServer;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
class AuditTest extends QueueCase {
  private final Queue<String> taken = new ConcurrentLinkedQueue<>();
  private final AtomicBoolean away = new AtomicBoolean();

  @AfterEach
  void standInNoMore() {
    auth.answerWith(null);
  }

  private AuthServer.Answer answer(AuthServer.Request request) {
    if (!request.path().equals("/internal/audit") || away.get()) {
      return AuthServer.Answer.of(503, "{\"code\":5003,\"detail\":\"away\"}");
    }
    taken.add(request.body());
    return AuthServer.Answer.of(200, "{}");
  }

  @Test
  void aCancelReachesTheAuditLogAndAFailedOneDoesNot() throws Exception {
    auth.answerWith(this::answer);
    UUID taskId = submit(Map.of());
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(409);
    api().post("/api/v1/tasks/" + taskId + "/retry").then().statusCode(200);

    await().until(() -> count(taskId, "task.cancel") == 1 && count(taskId, "task.retry") == 1);
    await().until(() -> waiting() == 0);
    assertThat(count(taskId, "task.cancel")).isEqualTo(1);
    assertThat(taken)
        .filteredOn(body -> body.contains(taskId.toString()))
        .allMatch(body -> body.contains(user.toString()) && body.contains("127.0.0.1"));
  }

  @Test
  void whileAuthServiceIsAwayLinesWait() throws Exception {
    away.set(true);
    auth.answerWith(this::answer);
    UUID taskId = submit(Map.of());
    int before = auth.requests("/internal/audit");
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
    await().until(() -> auth.requests("/internal/audit") > before + 1);
    assertThat(waiting()).isGreaterThan(0);
    assertThat(api().get("/q/metrics").asString()).containsPattern("muster_audit_lag [0-9.]*[1-9]");

    away.set(false);
    await().until(() -> count(taskId, "task.cancel") == 1 && waiting() == 0);
  }

  private long count(UUID taskId, String action) {
    String line =
        "\"action\":\"" + action + "\",\"target_kind\":\"task\",\"target_id\":\"" + taskId;
    return taken.stream().filter(body -> body.contains(line)).count();
  }

  private long waiting() throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery("select count(*) from audit_outbox")) {
      row.next();
      return row.getLong(1);
    }
  }
}
