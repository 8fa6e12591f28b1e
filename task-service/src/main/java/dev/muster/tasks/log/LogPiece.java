package dev.muster.tasks.log;

import dev.muster.tasks.signal.AttemptSignal;
import dev.muster.wire.AgentSignal;
import java.util.UUID;

/** A piece of output whose attempt holds its task. */
record LogPiece(AttemptSignal signal) {
  /** Where it is kept; a repetition has the same place. */
  record Place(UUID taskId, String phase, int attempt, long position) {}

  AgentSignal.TaskLog log() {
    return (AgentSignal.TaskLog) signal.signal();
  }

  Place place() {
    return new Place(
        log().attempt().taskId(), log().phase(), log().attempt().attempt(), log().offset());
  }
}
