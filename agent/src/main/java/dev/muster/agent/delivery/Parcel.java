package dev.muster.agent.delivery;

import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;

/** One frame on its way; guarded by the courier's lock. */
final class Parcel {
  /** Not sent yet, or waiting in the link: then it can't be late. */
  static final long NOT_DUE = Long.MAX_VALUE;

  final Frame<AgentSignal> frame;
  final Receipt receipt;
  int sends;
  long due = NOT_DUE;

  Parcel(Frame<AgentSignal> frame, Receipt receipt) {
    this.frame = frame;
    this.receipt = receipt;
  }

  boolean isAbout(AttemptRef attempt) {
    return frame.message() instanceof AgentSignal.OfAttempt signal
        && signal.attempt().equals(attempt);
  }

  /** Output and outcome must arrive; the rest is news that grows old. */
  boolean keptUntilAcknowledged() {
    return switch (frame.message()) {
      case AgentSignal.TaskLog _, AgentSignal.TaskResult _, AgentSignal.TaskError _ -> true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    String what = frame.message().kind() + " " + frame.messageId();
    return frame.message() instanceof AgentSignal.OfAttempt signal
        ? what + " of task " + signal.attempt().taskId()
        : what;
  }
}
