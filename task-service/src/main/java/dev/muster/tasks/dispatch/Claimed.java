package dev.muster.tasks.dispatch;

import dev.muster.event.GatewayEntry;
import dev.muster.id.Ids;
import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.queue.JsonText;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;

/** A task that was claimed for an agent and is to be sent to it. */
record Claimed(
    AttemptRef attempt,
    UUID ownerId,
    String namespace,
    UUID agentId,
    String type,
    long timeoutMs,
    String input,
    String labels,
    Map<String, String> metadata) {

  static Claimed of(ResultSet row) throws SQLException {
    Map<String, String> metadata = new HashMap<>();
    for (String name : new String[] {Frame.REQUEST_ID, Frame.TRACEPARENT}) {
      String value = row.getString(name);
      if (value != null) {
        metadata.put(name, value);
      }
    }
    return new Claimed(
        new AttemptRef(
            row.getObject("id", UUID.class), row.getString("lease_id"), row.getInt("attempt")),
        row.getObject("owner_id", UUID.class),
        row.getString("namespace"),
        row.getObject("agent_id", UUID.class),
        row.getString("type"),
        row.getLong("timeout_ms"),
        row.getString("input"),
        row.getString("labels"),
        metadata);
  }

  NewEvent event() {
    return NewEvent.status(
        attempt.taskId(),
        ownerId,
        namespace,
        TaskStatus.RUNNING,
        Stages.DISPATCHED,
        attempt.attempt(),
        agentId);
  }

  GatewayEntry entry(String sessionId, TaskConfig config) {
    Map<String, String> labelMap = new HashMap<>();
    if (labels != null) {
      JsonText.read(labels)
          .properties()
          .forEach(label -> labelMap.put(label.getKey(), label.getValue().asText()));
    }
    AgentCommand.DispatchTask command =
        new AgentCommand.DispatchTask(
            attempt,
            type,
            JsonText.read(input),
            timeoutMs,
            config.reconnectGrace().toMillis(),
            "run",
            null,
            labelMap,
            config.acceptWithin().toMillis());
    return new GatewayEntry(
        command.kind(),
        agentId,
        sessionId,
        Ids.next().toString(),
        FrameCodec.payload(command).toString(),
        metadata);
  }
}
