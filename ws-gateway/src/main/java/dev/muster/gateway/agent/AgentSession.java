package dev.muster.gateway.agent;

import dev.muster.error.ErrorCode;
import dev.muster.event.GatewayEntry;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.socket.InboundFrames;
import dev.muster.gateway.socket.SocketSession;
import dev.muster.id.Ids;
import dev.muster.internal.AgentOrders;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.SessionOpened;
import dev.muster.internal.TokenOffer;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.CloseReason;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One agent's connection: what may come in which state, what is acknowledged by whom, what ends it.
 * Plain logic: the socket, the streams and the other services are behind {@link AgentPort}. Owned
 * by the connection's event loop; no method may be called from elsewhere.
 */
final class AgentSession implements SocketSession {
  private static final int HELD = 1_024;
  private static final String NOT_HELD = "this agent holds no attempt of that task";

  private final AgentProfile profile;
  private final GatewayConfig config;
  private final AgentPort port;
  private final AgentDialect dialect;
  private final GatewayMetrics metrics;
  private final InstantSource clock;
  private final InboundFrames inbound;
  private final CommandLane commands;
  private final Upward upward;
  private final StandingOrders orders;
  private final List<GatewayEntry> held = new ArrayList<>();
  private final EarlyFrames early = new EarlyFrames();

  private AgentState state;
  private long lastFrame;

  AgentSession(
      AgentProfile profile,
      String gatewayId,
      GatewayConfig config,
      AgentPort port,
      AgentDialect dialect,
      GatewayMetrics metrics,
      InstantSource clock) {
    this.profile = profile;
    this.config = config;
    this.port = port;
    this.dialect = dialect;
    this.metrics = metrics;
    this.clock = clock;
    this.lastFrame = clock.millis();
    this.inbound = new InboundFrames(config, metrics, this, lastFrame);
    this.commands = new CommandLane(profile.id(), gatewayId, config, port, dialect, metrics);
    this.upward = new Upward(profile.id(), gatewayId, config, port, dialect, metrics);
    this.orders = new StandingOrders(profile.orders(), config, port, commands);
    this.state = new AgentState.Unregistered(lastFrame + dialect.registerWithin(config).toMillis());
  }

  /** The socket is there. */
  void greet() {
    if (!(state instanceof AgentState.Closed)) {
      dialect.greeting(clock.millis()).forEach(frame -> port.send("greeting", frame));
    }
  }

  AgentState state() {
    return state;
  }

  /** Any frame counts as life. */
  @Override
  public void text(String text) {
    if (state instanceof AgentState.Closed) {
      return;
    }
    long now = clock.millis();
    lastFrame = now;
    if (inbound.admit(text, now)) {
      read(text, now);
    }
  }

  private void read(String text, long now) {
    for (AgentDialect.Inbound each : dialect.read(text)) {
      take(each, text, now);
    }
  }

  private void take(AgentDialect.Inbound said, String text, long now) {
    switch (said) {
      case AgentDialect.Inbound.Signal(Frame<AgentSignal> frame) -> {
        metrics.received("agent", frame.message().kind());
        signal(frame, now);
      }
      case AgentDialect.Inbound.UnknownKind(String messageId) -> {
        metrics.received("agent", "unknown");
        note(Ack.ok(messageId));
      }
      case AgentDialect.Inbound.Noted(String messageId) -> note(Ack.ok(messageId));
      case AgentDialect.Inbound.Unheld(String messageId) ->
          note(Ack.of(messageId, ErrorCode.NOT_FOUND, NOT_HELD));
      case AgentDialect.Inbound.Early() -> {
        if (!early.add(text)) {
          metrics.dropped("before_registered");
        }
      }
      case AgentDialect.Inbound.Nameless() -> metrics.dropped("no_message_id");
      case AgentDialect.Inbound.Malformed wrong -> {
        refuse(wrong.code(), wrong.message(), wrong.messageId());
        inbound.malformed();
      }
    }
  }

  void opened(SessionOpened answer) {
    long now = clock.millis();
    if (state instanceof AgentState.Closed closed) {
      // The session came into being after it had ended: tell task-service again.
      upward.disconnected(closed, false, now);
      return;
    }
    if (!(state instanceof AgentState.Opening opening)) {
      return;
    }
    state = opening.opened(answer, now);
    switch (state) {
      case AgentState.Live live -> begin(live, opening, answer, now);
      case AgentState.Closed closed -> port.close(closed.reason(), closed.reason().sentence());
      case AgentState.Unregistered _, AgentState.Opening _ -> throw new IllegalStateException();
    }
  }

  void notOpened(CloseReason reason) {
    if (state instanceof AgentState.Opening) {
      close(reason);
    }
  }

  /** A command of task-service's. One that comes before the session's opening is answered waits. */
  void command(GatewayEntry entry) {
    long now = clock.millis();
    switch (state) {
      case AgentState.Live live when isFor(entry, live.sessionId()) -> commands.relay(entry, now);
      case AgentState.Opening opening when isFor(entry, opening.sessionId()) -> {
        if (held.size() < HELD) {
          held.add(entry);
        } else {
          commands.undeliverable(entry, null, now);
        }
      }
      case AgentState.Live _,
          AgentState.Opening _,
          AgentState.Unregistered _,
          AgentState.Closed _ ->
          commands.undeliverable(entry, entry.sessionId(), now);
    }
  }

  private static boolean isFor(GatewayEntry entry, String sessionId) {
    return entry.sessionId() == null || entry.sessionId().equals(sessionId);
  }

  /** Task-service has committed, or refused, what the agent's frame asked for. */
  void receipt(Ack ack) {
    if (state instanceof AgentState.Live) {
      upward.receipt(ack, clock.millis());
    }
  }

  /** Another session of the agent has this epoch. */
  void seen(long epoch) {
    switch (state) {
      case AgentState.Opening opening -> state = opening.seen(epoch);
      case AgentState.Live live when live.supersededBy(epoch) -> close(CloseReason.REPLACED);
      case AgentState.Live _, AgentState.Unregistered _, AgentState.Closed _ -> {}
    }
  }

  /** How often the agent was thrown out by now: once more than when it came in is now. */
  void expelled(long times) {
    if (profile.expulsions() < times) {
      close(CloseReason.FORBIDDEN);
    }
  }

  /** What the registry wants of the agent. */
  void heard(AgentOrders now) {
    if (!(state instanceof AgentState.Closed)) {
      orders.heard(now, clock.millis());
    }
  }

  /** An order to all agents, or to all of a namespace. */
  void told(String namespace, AgentCommand.Control command) {
    if (state instanceof AgentState.Live
        && (namespace == null || namespace.equals(profile.namespace()))) {
      commands.send(command, clock.millis());
    }
  }

  /** Redis may have lost that the agent is here. */
  void presentAgain() {
    if (state instanceof AgentState.Live live) {
      upward.present(live, clock.millis());
    }
  }

  /** A token for the agent; one that comes too late is never shown to anybody. */
  void offered(TokenOffer offer) {
    if (state instanceof AgentState.Live) {
      orders.offer(offer, clock.millis());
    }
  }

  void noOffer() {
    orders.noOffer(clock.millis());
  }

  void tick() {
    long now = clock.millis();
    switch (state) {
      case AgentState.Unregistered waiting when now >= waiting.registerBefore() ->
          dialect
              .unasked()
              .ifPresentOrElse(
                  register -> first(waiting, register), () -> close(CloseReason.NOT_REGISTERED));
      case AgentState.Unregistered _, AgentState.Closed _ -> {}
      case AgentState.Opening _, AgentState.Live _
          when now - lastFrame >= config.heartbeatTimeout().toMillis() ->
          close(CloseReason.SILENT);
      case AgentState.Opening _ -> {}
      case AgentState.Live live -> {
        commands.tick(now);
        orders.tick(now);
        upward.refresh(live, lastFrame, now);
      }
    }
  }

  /** Until when {@link #tick} has nothing to do, if nothing happens before. */
  long quietUntil() {
    return switch (state) {
      case AgentState.Live _
          when commands.isIdle() && orders.isIdle() && upward.isIdle(lastFrame) ->
          lastFrame + config.heartbeatTimeout().toMillis();
      case AgentState.Live _, AgentState.Opening _, AgentState.Unregistered _ -> 0;
      case AgentState.Closed _ -> Long.MAX_VALUE;
    };
  }

  @Override
  public void close(CloseReason reason) {
    close(reason, reason.sentence());
  }

  void close(CloseReason reason, String sentence) {
    if (!(state instanceof AgentState.Closed)) {
      metrics.closed(reason.name().toLowerCase(Locale.ROOT));
      end(state.close(reason));
      port.close(reason, sentence);
    }
  }

  @Override
  public void gone() {
    if (!(state instanceof AgentState.Closed)) {
      metrics.closed("peer");
      end(state.close(null));
    }
  }

  private void end(AgentState.Closed closed) {
    long now = clock.millis();
    boolean leaving = state instanceof AgentState.Live live && live.leaving();
    state = closed;
    for (GatewayEntry entry : held) {
      commands.undeliverable(entry, entry.sessionId(), now);
    }
    held.clear();
    early.take();
    if (closed.sessionId() != null) {
      port.absent(closed.sessionId(), upward.lastPresence());
      upward.disconnected(closed, leaving, now);
    }
  }

  private void signal(Frame<AgentSignal> frame, long now) {
    switch (state) {
      case AgentState.Unregistered waiting -> first(waiting, frame);
      case AgentState.Opening _ -> metrics.dropped("before_registered");
      case AgentState.Live live -> {
        switch (frame.message()) {
          case Ack ack -> commands.acknowledged(ack.messageId());
          case AgentSignal.Register _ -> registerAgain(live, frame.messageId());
          case AgentSignal.Goodbye _ -> {
            state = live.sayGoodbye();
            upward.answer(Ack.ok(frame.messageId()));
          }
          case AgentSignal.Heartbeat _, AgentSignal.TaskPull _, AgentSignal.OfAttempt _ ->
              upward.carry(live, frame, now);
        }
      }
      case AgentState.Closed _ -> {}
    }
  }

  private void first(AgentState.Unregistered waiting, Frame<AgentSignal> frame) {
    if (!(frame.message() instanceof AgentSignal.Register register)) {
      close(CloseReason.NOT_REGISTERED);
      return;
    }
    AgentState.Opening opening =
        waiting.register(
            new Frame<>(frame.messageId(), frame.timestamp(), register, frame.metadata()),
            Ids.next().toString());
    state = opening;
    port.open(upward.sessionOpen(opening, profile, orders.known()));
  }

  private void begin(
      AgentState.Live live, AgentState.Opening opening, SessionOpened answer, long now) {
    dialect
        .opened(answer, registered(live, answer))
        .forEach(
            command -> {
              if (command instanceof AgentCommand.Registered) {
                upward.answer(Ack.ok(live.registerId()));
              }
              commands.send(command, now);
            });
    AgentSignal.Register register = opening.request().message();
    // Present before the older session ends, so that the agent isn't absent in between.
    upward.begin(live, register, Grant.of(profile, register), now);
    port.announce(live.epoch());
    if (dialect.takesOrders()) {
      orders.begin(now);
    }
    early.take().forEach(text -> read(text, now));
    if (state instanceof AgentState.Live) {
      held.forEach(entry -> commands.relay(entry, now));
      held.clear();
    }
  }

  private AgentCommand.Registered registered(AgentState.Live live, SessionOpened answer) {
    return new AgentCommand.Registered(
        live.sessionId(),
        config.heartbeatInterval().toMillis(),
        config.resendPolicy(),
        config.frameLimits(),
        Upward.refs(answer.abandon()),
        FrameCodec.JSON.createObjectNode());
  }

  private void registerAgain(AgentState.Live live, String messageId) {
    upward.answer(
        live.registerId().equals(messageId)
            ? Ack.ok(messageId)
            : Ack.of(messageId, ErrorCode.CONFLICT, "already registered"));
  }

  private void note(Ack answer) {
    switch (state) {
      case AgentState.Unregistered _ -> close(CloseReason.NOT_REGISTERED);
      case AgentState.Live _ -> upward.answer(answer);
      case AgentState.Opening _, AgentState.Closed _ -> metrics.dropped("before_registered");
    }
  }

  private void refuse(int code, String message, String messageId) {
    AgentCommand.ProtocolError error = new AgentCommand.ProtocolError(code, message, messageId);
    dialect
        .write(Frame.of((AgentCommand) error))
        .ifPresent(frame -> port.send(error.kind(), frame));
  }
}
