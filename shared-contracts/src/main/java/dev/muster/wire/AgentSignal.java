package dev.muster.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Map;

/**
 * What an agent says (contract 4b, protocol §1). Every endpoint's dialect is decoded into these.
 * Nullable members are the optional ones of the protocol.
 */
public sealed interface AgentSignal extends AgentMessage
    permits Ack,
        AgentSignal.OfAttempt,
        AgentSignal.Register,
        AgentSignal.Heartbeat,
        AgentSignal.TaskPull,
        AgentSignal.Goodbye {

  /** A signal about one attempt; refused when another attempt holds the task by now. */
  sealed interface OfAttempt extends AgentSignal
      permits TaskAccept, TaskReject, TaskProgress, TaskLog, TaskResult, TaskError {
    AttemptRef attempt();
  }

  /**
   * The first frame of a connection.
   *
   * @param slots attempts that the agent can run at once, ≥ 0
   * @param running every attempt whose outcome the server hasn't acknowledged yet
   */
  record Register(
      String version,
      List<String> capabilities,
      int slots,
      Map<String, String> labels,
      String machineId,
      List<RunningAttempt> running)
      implements AgentSignal {
    @Override
    public String kind() {
      return "agent_register";
    }
  }

  /** Load of the agent's host; never acknowledged. Percentages are 0–100 and null when unknown. */
  record Heartbeat(Double cpuPercent, Double memoryPercent, int running, int freeSlots)
      implements AgentSignal {
    @Override
    public String kind() {
      return "heartbeat";
    }
  }

  /** An explicit request for at most {@code slots} tasks now. */
  record TaskPull(int slots) implements AgentSignal {
    @Override
    public String kind() {
      return "task_pull";
    }
  }

  /** The agent runs the attempt. */
  record TaskAccept(AttemptRef attempt) implements OfAttempt {
    @Override
    public String kind() {
      return "task_accept";
    }
  }

  /**
   * The agent doesn't take the attempt: {@code busy}, {@code unsupported}, {@code draining} or
   * text.
   */
  record TaskReject(AttemptRef attempt, String reason) implements OfAttempt {
    @Override
    public String kind() {
      return "task_reject";
    }
  }

  /** Progress of a running attempt; every member but the attempt may be null. */
  record TaskProgress(
      AttemptRef attempt, Double percent, String stage, String message, JsonNode data)
      implements OfAttempt {
    @Override
    public String kind() {
      return "task_progress";
    }
  }

  /**
   * A piece of the attempt's output.
   *
   * @param offset of the first byte among all bytes of this attempt and phase, both streams
   *     together
   */
  record TaskLog(
      AttemptRef attempt, String phase, LogStream stream, long offset, LogContent content)
      implements OfAttempt {
    @Override
    public String kind() {
      return "task_log";
    }
  }

  /** The attempt ended well; the agent keeps this until it is acknowledged. */
  record TaskResult(AttemptRef attempt, JsonNode result, Integer exitCode) implements OfAttempt {
    @Override
    public String kind() {
      return "task_result";
    }
  }

  /** The attempt ended otherwise; the agent keeps this until it is acknowledged. */
  record TaskError(
      AttemptRef attempt,
      TaskErrorKind errorKind,
      String message,
      Boolean retryable,
      Integer exitCode)
      implements OfAttempt {
    @Override
    public String kind() {
      return "task_error";
    }
  }

  /** The agent leaves on purpose and will not be waited for. */
  record Goodbye(String reason) implements AgentSignal {
    @Override
    public String kind() {
      return "agent_goodbye";
    }
  }
}
