package dev.muster.gateway.agent;

import dev.muster.event.AgentPresence;
import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.SessionOpen;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.CloseReason;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** What one agent says, on its way to the other services, and the receipts on their way back. */
final class Upward {
  private static final int REMEMBERED_ACKS = 256;

  private final UUID agentId;
  private final String gatewayId;
  private final GatewayConfig config;
  private final AgentPort port;
  private final AgentDialect dialect;
  private final GatewayMetrics metrics;
  private final RecentAcks recent = new RecentAcks(REMEMBERED_ACKS);
  private final Unanswered unanswered = new Unanswered();

  private AgentSignal.Heartbeat load = new AgentSignal.Heartbeat(null, null, 0, 0);
  private UpstreamEntry waiting;
  private long lastPresence;

  Upward(
      UUID agentId,
      String gatewayId,
      GatewayConfig config,
      AgentPort port,
      AgentDialect dialect,
      GatewayMetrics metrics) {
    this.agentId = agentId;
    this.gatewayId = gatewayId;
    this.config = config;
    this.port = port;
    this.dialect = dialect;
    this.metrics = metrics;
  }

  SessionOpen sessionOpen(AgentState.Opening opening, AgentProfile profile, AgentOrders orders) {
    AgentSignal.Register register = opening.request().message();
    Grant grant = Grant.of(profile, register);
    return new SessionOpen(
        opening.sessionId(),
        gatewayId,
        profile.namespace(),
        profile.visibility(),
        grant.capabilities(),
        grant.slots(),
        register.labels(),
        register.running().stream()
            .map(each -> each.attempt())
            .map(each -> new SessionOpen.Attempt(each.taskId(), each.leaseId(), each.attempt()))
            .toList(),
        orders);
  }

  static List<AttemptRef> refs(List<SessionOpen.Attempt> attempts) {
    return attempts.stream()
        .map(each -> new AttemptRef(each.taskId(), each.leaseId(), each.attempt()))
        .toList();
  }

  void begin(AgentState.Live live, AgentSignal.Register register, Grant grant, long now) {
    int running = register.running().size();
    load = new AgentSignal.Heartbeat(null, null, running, Math.max(0, grant.slots() - running));
    present(live, now);
  }

  /** When the last presence was written; 0 before the first. */
  long lastPresence() {
    return lastPresence;
  }

  /** Forwards a frame, or answers a repeated one as it was answered before. */
  void carry(AgentState.Live live, Frame<AgentSignal> frame, long now) {
    Optional<Ack> before = recent.of(frame.messageId());
    if (before.isPresent()) {
      metrics.dropped("duplicate");
      send(before.get());
      return;
    }
    UpstreamEntry entry =
        new UpstreamEntry(
            frame.message().kind(),
            gatewayId,
            agentId,
            live.sessionId(),
            frame.messageId(),
            now,
            FrameCodec.payload(frame.message()).toString(),
            frame.metadata());
    switch (frame.message()) {
      case AgentSignal.TaskAccept _,
          AgentSignal.TaskReject _,
          AgentSignal.TaskResult _,
          AgentSignal.TaskError _ ->
          await(Lane.RESULTS, entry, now);
      case AgentSignal.TaskLog _ -> await(Lane.LOGS, entry, now);
      case AgentSignal.TaskProgress _ -> await(Lane.STATUS, entry, now);
      case AgentSignal.TaskPull _ -> {
        port.forward(Lane.STATUS, entry);
        answer(Ack.ok(frame.messageId()));
      }
      case AgentSignal.Heartbeat beat -> {
        load = beat;
        waiting = entry;
      }
      case AgentSignal.Register _, AgentSignal.Goodbye _, Ack _ ->
          throw new IllegalArgumentException(frame.message().kind());
    }
  }

  /** The gateway's own receipt. */
  void answer(Ack ack) {
    recent.remember(ack);
    send(ack);
  }

  /** Task-service's receipt. */
  void receipt(Ack ack, long now) {
    unanswered.answered(ack.messageId(), now).ifPresent(metrics::acknowledged);
    answer(ack);
  }

  /**
   * Tells of the last heartbeat, if there was one: all agents' go to Redis in one batch, where one
   * by one each would cost two round trips. An agent that sends other frames is alive too.
   */
  void refresh(AgentState.Live live, long lastFrame, long now) {
    if (waiting != null) {
      port.forward(Lane.STATUS, waiting);
      waiting = null;
      present(live, now);
    } else if (lastFrame > lastPresence
        && now - lastPresence >= config.heartbeatInterval().toMillis()) {
      present(live, now);
    }
  }

  /** All that was said is told. */
  boolean isIdle(long lastFrame) {
    return waiting == null && lastFrame <= lastPresence;
  }

  /** Nothing when a newer session took over: the agent isn't gone. */
  void disconnected(AgentState.Closed closed, boolean leaving, long now) {
    if (closed.reason() == CloseReason.REPLACED) {
      return;
    }
    port.farewell(
        new UpstreamEntry(
            StatusKinds.DISCONNECTED,
            gatewayId,
            agentId,
            closed.sessionId(),
            null,
            now,
            FrameCodec.JSON
                .createObjectNode()
                .put("reason", closed.reason() == null ? "" : closed.reason().sentence())
                .put("code", closed.reason() == null ? 1000 : closed.reason().code())
                .put("goodbye", leaving)
                .toString(),
            Map.of()));
  }

  private void await(Lane lane, UpstreamEntry entry, long now) {
    unanswered.came(entry.messageId(), now);
    port.forward(lane, entry);
  }

  void present(AgentState.Live live, long now) {
    lastPresence = now;
    port.present(
        new AgentPresence(
            gatewayId,
            live.sessionId(),
            live.since(),
            now,
            load.cpuPercent(),
            load.memoryPercent(),
            load.running(),
            load.freeSlots()));
  }

  private void send(Ack ack) {
    dialect.write(Frame.of((AgentCommand) ack)).ifPresent(frame -> port.send(ack.kind(), frame));
  }
}
