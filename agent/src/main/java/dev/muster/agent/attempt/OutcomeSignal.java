package dev.muster.agent.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.muster.agent.executor.Outcome;
import dev.muster.agent.executor.StopRequest;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameLimits;
import dev.muster.wire.TaskErrorKind;
import java.nio.charset.StandardCharsets;

/** An outcome in the protocol's words. */
final class OutcomeSignal {
  private static final int MAX_MESSAGE = 8_000;

  private OutcomeSignal() {}

  static AgentSignal of(
      AttemptRef attempt, Outcome outcome, StopRequest request, FrameLimits limits) {
    return switch (outcome) {
      case Outcome.Done done -> done(attempt, done, limits);
      case Outcome.Failed failed ->
          error(attempt, TaskErrorKind.FAILED, failed.message(), failed.exitCode());
      case Outcome.Stopped stopped -> stopped(attempt, stopped, request);
    };
  }

  static AgentSignal infrastructure(AttemptRef attempt, Throwable cause) {
    return error(attempt, TaskErrorKind.INFRASTRUCTURE, "the agent can't run it: " + cause, null);
  }

  static AgentSignal canceled(AttemptRef attempt, String message) {
    return error(attempt, TaskErrorKind.CANCELED, message, null);
  }

  static AgentSignal refusedResult(AttemptRef attempt, String why, Integer exitCode) {
    return error(attempt, TaskErrorKind.FAILED, "the server refused the result: " + why, exitCode);
  }

  private static AgentSignal done(AttemptRef attempt, Outcome.Done done, FrameLimits limits) {
    JsonNode result = done.result() == null ? NullNode.getInstance() : done.result();
    int bytes = result.toString().getBytes(StandardCharsets.UTF_8).length;
    if (bytes > limits.maxResultBytes()) {
      return error(
          attempt,
          TaskErrorKind.FAILED,
          "the result has " + bytes + " bytes, more than " + limits.maxResultBytes(),
          done.exitCode());
    }
    return new AgentSignal.TaskResult(attempt, result, done.exitCode());
  }

  private static AgentSignal stopped(
      AttemptRef attempt, Outcome.Stopped stopped, StopRequest request) {
    TaskErrorKind kind =
        request != null && request.reason() == StopRequest.Reason.TIMEOUT
            ? TaskErrorKind.TIMEOUT
            : TaskErrorKind.CANCELED;
    String message = request == null || request.message() == null ? "stopped" : request.message();
    return error(attempt, kind, message, stopped.exitCode());
  }

  private static AgentSignal error(
      AttemptRef attempt, TaskErrorKind kind, String message, Integer exitCode) {
    String text = message.length() <= MAX_MESSAGE ? message : message.substring(0, MAX_MESSAGE);
    return new AgentSignal.TaskError(attempt, kind, text, null, exitCode);
  }
}
