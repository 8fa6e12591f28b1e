package dev.muster.gateway.agent;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.GatewayEntry;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.util.Optional;
import java.util.UUID;

/** Commands on their way to one agent: sent, sent again, given up. */
final class CommandLane {
  private static final long ALWAYS = Long.MAX_VALUE;

  /** Until then the next renewal has brought another, if the output is watched at all. */
  private static final long STREAM_WORD_MS = 20_000;

  private final UUID agentId;
  private final String gatewayId;
  private final AgentPort port;
  private final AgentDialect dialect;
  private final GatewayMetrics metrics;
  private final PendingCommands pending;

  CommandLane(
      UUID agentId,
      String gatewayId,
      GatewayConfig config,
      AgentPort port,
      AgentDialect dialect,
      GatewayMetrics metrics) {
    this.agentId = agentId;
    this.gatewayId = gatewayId;
    this.port = port;
    this.dialect = dialect;
    this.metrics = metrics;
    this.pending = new PendingCommands(config.resendPolicy(), config.resend().pending());
  }

  /** A command that the gateway itself gives. */
  void send(AgentCommand command, long now) {
    Frame<AgentCommand> frame = Frame.of(command);
    dialect
        .write(frame)
        .ifPresentOrElse(
            text -> {
              boolean unused = begin(frame.messageId(), command.kind(), text, now, ALWAYS);
              port.send(command.kind(), text);
            },
            () -> metrics.dropped("not_in_dialect"));
  }

  /** A command of task-service's. One that is already on its way isn't sent twice at once. */
  void relay(GatewayEntry entry, long now) {
    if (pending.contains(entry.messageId())) {
      metrics.dropped("command_repeated");
      return;
    }
    JsonNode payload;
    try {
      payload = FrameCodec.JSON.readTree(entry.payload());
    } catch (JsonProcessingException e) {
      dead(entry.kind(), entry.messageId(), null, 0, now, "payload is not JSON");
      return;
    }
    Optional<String> text =
        dialect.write(entry.messageId(), now, entry.kind(), payload, entry.metadata());
    dialect.overtaken().forEach(pending::acknowledged);
    if (text.isEmpty()) {
      metrics.dropped("not_in_dialect");
    } else if (begin(
        entry.messageId(),
        entry.kind(),
        text.get(),
        now,
        uselessAfter(entry.kind(), payload, now))) {
      port.send(entry.kind(), text.get());
    } else {
      undeliverable(entry, null, now);
    }
  }

  /** False when there is no more room for one that has to be acknowledged. */
  private boolean begin(String messageId, String kind, String text, long now, long uselessAfter) {
    return !dialect.isAwaited(kind) || pending.sent(messageId, kind, text, now, uselessAfter);
  }

  void undeliverable(GatewayEntry entry, String missingSession, long now) {
    metrics.undeliverable();
    Undeliverable.of(entry, gatewayId, missingSession, now).ifPresent(port::farewell);
  }

  void acknowledged(String messageId) {
    if (pending.acknowledged(messageId).isEmpty()) {
      metrics.dropped("ack_of_nothing");
    }
  }

  /** Nothing waits to be acknowledged. */
  boolean isIdle() {
    return pending.size() == 0;
  }

  void tick(long now) {
    PendingCommands.Due due = pending.due(now);
    for (PendingCommands.Pending command : due.again()) {
      metrics.resent();
      port.send(command.kind(), command.frame());
    }
    for (PendingCommands.Pending command : due.dead()) {
      dead(
          command.kind(),
          command.messageId(),
          taskId(command.frame()),
          command.sends(),
          now,
          "never acknowledged");
    }
  }

  /** After its accept window a dispatch belongs to nobody: sending it again only costs a fence. */
  private static long uselessAfter(String kind, JsonNode payload, long now) {
    if (kind.equals("start_realtime_stream") || kind.equals("stop_realtime_stream")) {
      return now + STREAM_WORD_MS;
    }
    long acceptWithin = payload.path("accept_within_ms").asLong();
    return acceptWithin > 0 ? now + acceptWithin : ALWAYS;
  }

  private static String taskId(String frame) {
    try {
      return FrameCodec.JSON.readTree(frame).path("payload").path("task_id").textValue();
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("it was written here", e);
    }
  }

  private void dead(
      String kind, String messageId, String taskId, int sends, long now, String reason) {
    metrics.deadLetter(kind);
    port.deadLetter(new DeadLetter(agentId, kind, messageId, taskId, sends, now, reason));
  }
}
