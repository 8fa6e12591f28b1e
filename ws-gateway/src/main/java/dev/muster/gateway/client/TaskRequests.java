package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import java.util.Optional;
import java.util.UUID;

/** What one client asks of task-service: to submit and to cancel tasks. A bounded number wait. */
final class TaskRequests {
  private final int most;
  private final ClientPort port;
  private final Outgoing out;
  private int underWay;

  TaskRequests(int most, ClientPort port, Outgoing out) {
    this.most = most;
    this.port = port;
    this.out = out;
  }

  void submit(ClientFrame frame) {
    post("/api/v1/tasks", frame.payload(), frame.id(), null);
  }

  void cancel(ClientFrame frame) {
    Optional<UUID> taskId = Ids.parse(frame.payload().path("task_id").asText());
    if (taskId.isEmpty()) {
      out.refuse(ErrorCode.BAD_PARAMETER, "task_id must be a UUID", frame.id());
      return;
    }
    String id = taskId.get().toString();
    post("/api/v1/tasks/" + id + "/cancel", Outgoing.object(), frame.id(), id);
  }

  /**
   * @param taskId what the answer is about, when it doesn't say so itself; null for a new task
   */
  private void post(String path, JsonNode body, String requestId, String taskId) {
    if (underWay >= most) {
      out.refuse(ErrorCode.RATE_LIMITED, "too many requests wait for their answer", requestId);
      return;
    }
    underWay++;
    port.post(path, body, requestId, answer -> answered(requestId, taskId, answer));
  }

  private void answered(String requestId, String taskId, TaskAnswer<JsonNode> answer) {
    underWay--;
    switch (answer) {
      case TaskAnswer.Done<JsonNode>(JsonNode body) -> {
        ObjectNode status = Outgoing.object();
        if (taskId != null) {
          status.put("task_id", taskId);
        }
        if (body instanceof ObjectNode members) {
          status.setAll(members);
        }
        out.send("task/status", status, requestId);
      }
      case TaskAnswer.Refused<JsonNode> refused -> out.refuse(refused, null, requestId);
    }
  }
}
