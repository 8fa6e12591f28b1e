package dev.muster.gateway.client;

import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.feed.FeedEvent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;

/** The tasks that one client has subscribed to. */
final class TaskStreams {
  /** Under way at once; others wait their turn. */
  private static final int READS = 8;

  private final Map<UUID, TaskStream> byTask = new LinkedHashMap<>();
  private final GatewayConfig config;
  private final ClientPort port;
  private final Outgoing out;
  private final GatewayMetrics metrics;
  private final Turns turns;

  TaskStreams(GatewayConfig config, ClientPort port, Outgoing out, GatewayMetrics metrics) {
    this.config = config;
    this.port = port;
    this.out = out;
    this.metrics = metrics;
    this.turns = new Turns(READS);
  }

  /** Takes the place of an earlier subscription to the task. */
  void subscribe(Wish wish, String replyTo) {
    TaskStream before = byTask.get(wish.taskId());
    if (before == null && byTask.size() >= config.client().subscriptions()) {
      out.refuse(ErrorCode.RATE_LIMITED, "too many tasks are subscribed to", replyTo);
      return;
    }
    boolean more = wish.output() != null && (before == null || !before.followsOutput());
    if (more && followed() >= config.client().followed()) {
      out.refuse(ErrorCode.RATE_LIMITED, "too many outputs are followed", replyTo);
      return;
    }
    if (before != null) {
      before.end();
    }
    TaskStream stream = new TaskStream(wish, replyTo, this, port, out);
    byTask.put(wish.taskId(), stream);
    stream.pump();
  }

  void unsubscribe(UUID taskId) {
    TaskStream stream = byTask.remove(taskId);
    if (stream != null) {
      stream.end();
    }
  }

  /** Whether the task's events come in a stream of their own. */
  boolean has(UUID taskId) {
    return byTask.containsKey(taskId);
  }

  void live(FeedEvent event) {
    TaskStream stream = byTask.get(event.taskId());
    if (stream != null) {
      stream.live(event);
    }
  }

  void recheck() {
    each(TaskStream::recheck);
  }

  void pump() {
    each(TaskStream::pump);
  }

  void tick() {
    each(TaskStream::tick);
  }

  void end() {
    each(TaskStream::end);
    byTask.clear();
  }

  void remove(TaskStream stream) {
    byTask.remove(stream.taskId(), stream);
    stream.end();
  }

  Turns turns() {
    return turns;
  }

  int page() {
    return config.client().page();
  }

  GatewayMetrics metrics() {
    return metrics;
  }

  int pieceBytes() {
    return config.output().piece();
  }

  private long followed() {
    return byTask.values().stream().filter(TaskStream::followsOutput).count();
  }

  /** A stream may remove itself meanwhile. */
  private void each(Consumer<TaskStream> work) {
    List.copyOf(byTask.values()).forEach(work);
  }
}
