package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.internal.SessionOpened;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The words of one endpoint for agents: text to what the session understands, and what the session
 * says to text. The session behind them is always the same. Each connection has a dialect of its
 * own, which may remember what its frames leave out; it is called on the connection's event loop
 * only.
 */
interface AgentDialect {

  /** What a frame says, as far as it could be read. */
  sealed interface Inbound {
    record Signal(Frame<AgentSignal> frame) implements Inbound {}

    /** Nothing is left to do but to acknowledge it. */
    record Noted(String messageId) implements Inbound {}

    /** A newer peer's: acknowledged and ignored. */
    record UnknownKind(String messageId) implements Inbound {}

    /** About a task of which this session knows no attempt. */
    record Unheld(String messageId) implements Inbound {}

    /** To be read again when the session is open. */
    record Early() implements Inbound {}

    /** Without an id: nothing can be answered to it. */
    record Nameless() implements Inbound {}

    /** {@code messageId} may be null. */
    record Malformed(int code, String messageId, String message) implements Inbound {}
  }

  /** In the order in which it is meant. */
  List<Inbound> read(String text);

  /**
   * The frame of a command of task-service's or of the gateway's; empty where the dialect has no
   * word for it.
   *
   * @param kind of {@link AgentCommand}
   */
  Optional<String> write(
      String messageId, long now, String kind, JsonNode payload, Map<String, String> metadata);

  default Optional<String> write(Frame<AgentCommand> frame) {
    return write(
        frame.messageId(),
        frame.timestamp(),
        frame.message().kind(),
        FrameCodec.payload(frame.message()),
        frame.metadata());
  }

  /** Whether such a command is sent again until it is acknowledged. */
  default boolean isAwaited(String kind) {
    return true;
  }

  /**
   * Commands that must not be sent again since the last one was written: a cancel that names its
   * task only would reach the task's next attempt. Each is told once.
   */
  default List<String> overtaken() {
    return List.of();
  }

  /** Whether the agent can be told what the registry wants of it. */
  default boolean takesOrders() {
    return true;
  }

  /** Frames that are sent as soon as the socket is there. */
  default List<String> greeting(long now) {
    return List.of();
  }

  /** From the upgrade to the agent's registration. */
  default Duration registerWithin(GatewayConfig config) {
    return config.registerTimeout();
  }

  /** How an agent is registered that didn't do it in time; empty: not at all. */
  default Optional<Frame<AgentSignal>> unasked() {
    return Optional.empty();
  }

  /** The session is open: what the agent is told of it. */
  default List<AgentCommand> opened(SessionOpened answer, AgentCommand.Registered registered) {
    return List.of(registered);
  }
}
