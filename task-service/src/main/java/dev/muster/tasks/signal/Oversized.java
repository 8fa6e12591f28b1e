package dev.muster.tasks.signal;

import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.FrameLimits;
import java.nio.charset.StandardCharsets;

/**
 * A result that is larger than agents are told it may be. It is refused, and its attempt fails: the
 * agent has nothing else to say, and the task must not wait for its timeout.
 */
final class Oversized {
  private static final int MOST = FrameLimits.DEFAULT.maxResultBytes();
  private static final int MOST_BYTES_OF_A_CHARACTER = 3;

  private Oversized() {}

  static boolean is(AttemptSignal signal) {
    return signal.entry().payload().length() > MOST / MOST_BYTES_OF_A_CHARACTER
        && signal.signal() instanceof AgentSignal.TaskResult result
        && bytes(result) > MOST;
  }

  static AttemptEnd end(AttemptSignal signal, AgentSignal.TaskResult result, boolean accepted) {
    return new AttemptEnd(
        result.attempt(),
        signal.entry().agentId(),
        AttemptOutcome.FAILED,
        null,
        "the result has %d bytes, more than %d".formatted(bytes(result), MOST),
        result.exitCode(),
        false,
        accepted,
        false);
  }

  private static int bytes(AgentSignal.TaskResult result) {
    return result.result().toString().getBytes(StandardCharsets.UTF_8).length;
  }
}
