package dev.muster.tasks.event;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.event.RedisNames;
import dev.muster.event.TaskEvent;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.log.LogNews;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.queue.JsonText;
import dev.muster.wire.FrameCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** Tells whoever watches what has just been committed. Best effort: PostgreSQL knows better. */
@ApplicationScoped
public class TaskEvents {
  private final ChannelPublisher channels;
  private final LogNews logNews;

  @Inject
  TaskEvents(ChannelPublisher channels, LogNews logNews) {
    this.channels = channels;
    this.logNews = logNews;
  }

  public void publish(TaskEvent event) {
    channels.publish(RedisNames.taskEvents(event.namespace()), event.toJson());
    logNews.heard(event);
  }

  public void status(
      UUID taskId,
      UUID ownerId,
      String namespace,
      TaskStatus status,
      String stage,
      int attempt,
      UUID agentId) {
    ObjectNode payload =
        payload(taskId).put("status", status.wire()).put("stage", stage).put("attempt", attempt);
    payload.put("agent_id", agentId == null ? null : agentId.toString());
    publish(new TaskEvent("task/status", taskId, ownerId, namespace, 0, payload));
  }

  /** The outcome of an attempt and the state it left the task in. */
  public void ended(EndedTask task) {
    ObjectNode payload = payload(task.id()).put("status", task.status().wire());
    payload.put("exit_code", task.end().exitCode());
    if (task.status() == TaskStatus.DONE) {
      payload.set("result", JsonText.read(task.end().result()));
      publish(
          new TaskEvent("task/result", task.id(), task.ownerId(), task.namespace(), 0, payload));
    } else if (task.status().terminal() || task.end().message() != null) {
      payload.put("kind", task.end().outcome().wire()).put("message", task.end().message());
      publish(new TaskEvent("task/error", task.id(), task.ownerId(), task.namespace(), 0, payload));
    }
    status(
        task.id(),
        task.ownerId(),
        task.namespace(),
        task.status(),
        task.stage(),
        task.attempt(),
        task.status().terminal() ? task.agentId() : null);
  }

  public static ObjectNode payload(UUID taskId) {
    return FrameCodec.JSON.createObjectNode().put("task_id", taskId.toString());
  }
}
