package dev.muster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What the server says to an agent (contract 4b, protocol §1). Times ending in Ms are milliseconds.
 */
public sealed interface AgentCommand extends AgentMessage
    permits Ack,
        AgentCommand.OfAttempt,
        AgentCommand.Registered,
        AgentCommand.Control,
        AgentCommand.ProtocolError {

  /** A command about one attempt. */
  sealed interface OfAttempt extends AgentCommand
      permits DispatchTask, CancelTask, StartRealtimeStream, StopRealtimeStream {
    AttemptRef attempt();
  }

  /**
   * The answer to {@code agent_register}.
   *
   * @param abandon attempts that the agent listed and no longer holds: stop them, report nothing
   */
  record Registered(
      String sessionId,
      long heartbeatIntervalMs,
      ResendPolicy resend,
      FrameLimits limits,
      List<AttemptRef> abandon,
      JsonNode config)
      implements AgentCommand {
    @Override
    public String kind() {
      return "agent_registered";
    }
  }

  /**
   * Run this attempt.
   *
   * @param timeoutMs run time after which the agent ends the attempt with kind {@code timeout}
   * @param leaseMs how long the server waits for a lost agent before it gives the task to another
   * @param acceptWithinMs how long the server waits for {@code task_accept}
   */
  record DispatchTask(
      AttemptRef attempt,
      String type,
      JsonNode input,
      long timeoutMs,
      long leaseMs,
      String phase,
      String workspaceId,
      Map<String, String> labels,
      long acceptWithinMs)
      implements OfAttempt {
    @Override
    public String kind() {
      return "dispatch_task";
    }
  }

  /** Stop the attempt; confirmed by {@code task_error} of kind {@code canceled}. */
  record CancelTask(AttemptRef attempt, String reason, long graceMs) implements OfAttempt {
    @Override
    public String kind() {
      return "cancel_task";
    }
  }

  /** Somebody watches this phase's output: send it while it is written. */
  record StartRealtimeStream(AttemptRef attempt, String phase) implements OfAttempt {
    @Override
    public String kind() {
      return "start_realtime_stream";
    }
  }

  /** Nobody watches any more. */
  record StopRealtimeStream(AttemptRef attempt, String phase) implements OfAttempt {
    @Override
    public String kind() {
      return "stop_realtime_stream";
    }
  }

  /**
   * {@code drain}, {@code resume}, {@code rotate_token} or {@code update_config}.
   *
   * @param arguments {@code {"token":…}} of {@code rotate_token}: never printed
   */
  record Control(String command, JsonNode arguments) implements AgentCommand {
    public static final String DRAIN = "drain";
    public static final String RESUME = "resume";
    public static final String ROTATE_TOKEN = "rotate_token";
    public static final String UPDATE_CONFIG = "update_config";

    @Override
    public String kind() {
      return "agent_command";
    }

    @Override
    public String toString() {
      return "Control[" + command + "]";
    }
  }

  /** A frame that can't be acknowledged was refused; {@code messageId} may be null. */
  record ProtocolError(int code, String message, String messageId) implements AgentCommand {
    @Override
    public String kind() {
      return "error";
    }
  }
}
