package dev.muster.gateway.agent;

import dev.muster.event.GatewayEntry;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.TestGateway;
import dev.muster.id.Ids;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.SessionOpened;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** One session with a settable clock and a recorded world. */
final class SessionHarness {
  static final AttemptRef ATTEMPT = new AttemptRef(Ids.next(), "lease-1", 1);

  final UUID agentId = Ids.next();
  final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  final RecordedPort port = new RecordedPort();
  final AgentSession session;
  private Instant now = Instant.parse("2026-03-01T10:00:00Z");

  SessionHarness(String... settings) {
    this(AgentOrders.NONE, settings);
  }

  SessionHarness(AgentOrders orders, String... settings) {
    GatewayConfig config = TestGateway.config(settings);
    AgentProfile profile =
        new AgentProfile(
            agentId, "a", "generic", "default", "public", List.of("process", "gpu"), 4, orders, 0);
    session =
        new AgentSession(
            profile,
            "gw-1",
            config,
            port,
            new PathDialect(),
            new GatewayMetrics(registry),
            () -> now);
  }

  void pass(Duration duration) {
    now = now.plus(duration);
    session.tick();
  }

  long millis() {
    return now.toEpochMilli();
  }

  String say(AgentSignal signal) {
    Frame<AgentSignal> frame = Frame.of(signal);
    session.text(FrameCodec.write(frame));
    return frame.messageId();
  }

  String register() {
    return say(new AgentSignal.Register("1", List.of("process"), 8, Map.of(), null, List.of()));
  }

  /** A session at work, with nothing recorded yet but what its beginning left. */
  SessionHarness live() {
    register();
    session.opened(new SessionOpened(7, 15_000, List.of(), List.of()));
    port.sent.stream()
        .filter(frame -> frame.message() instanceof AgentCommand.Registered)
        .toList()
        .forEach(frame -> say(dev.muster.wire.Ack.ok(frame.messageId())));
    port.sent.clear();
    port.forwarded.clear();
    return this;
  }

  GatewayEntry dispatch(String messageId) {
    AgentCommand.DispatchTask task =
        new AgentCommand.DispatchTask(
            ATTEMPT, "echo", null, 60_000, 15_000, "run", null, Map.of(), 5_000);
    return entry(messageId, task);
  }

  GatewayEntry cancel(String messageId) {
    return entry(messageId, new AgentCommand.CancelTask(ATTEMPT, "asked for", 10_000));
  }

  GatewayEntry startStream(String messageId) {
    return entry(messageId, new AgentCommand.StartRealtimeStream(ATTEMPT, "run"));
  }

  private GatewayEntry entry(String messageId, AgentCommand command) {
    return new GatewayEntry(
        command.kind(),
        agentId,
        null,
        messageId,
        FrameCodec.payload(command).toString(),
        Map.of("request_id", "r-1"));
  }

  double dropped(String reason) {
    return registry.counter("muster.gateway.frames.dropped", "reason", reason).count();
  }
}
