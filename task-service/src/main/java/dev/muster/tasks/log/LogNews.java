package dev.muster.tasks.log;

import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.event.TaskEvent;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.watch.Watches;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.UUID;

/** What a task's changes mean to those who follow its output. */
@ApplicationScoped
public class LogNews {
  private final ChannelPublisher channels;
  private final Watches watches;

  @Inject
  LogNews(ChannelPublisher channels, Watches watches) {
    this.channels = channels;
    this.watches = watches;
  }

  /** To be called with each event after its commit; doesn't block. */
  public void heard(TaskEvent event) {
    if (!event.type().equals("task/status")) {
      return;
    }
    UUID taskId = event.taskId();
    TaskStatus status =
        TaskStatus.parse(event.payload().path("status").asText()).orElse(TaskStatus.QUEUED);
    if (status.terminal()) {
      channels.publish(RedisNames.taskLogs(taskId), new LogNotice(taskId, null).toJson());
    } else if (event.payload().path("stage").asText().equals(Stages.DISPATCHED)) {
      watches.dispatched(taskId);
    }
  }
}
