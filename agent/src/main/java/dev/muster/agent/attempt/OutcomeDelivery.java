package dev.muster.agent.attempt;

import dev.muster.agent.delivery.Courier;
import dev.muster.agent.delivery.Receipt;
import dev.muster.agent.outbox.Outbox;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Logger;

/**
 * Brings an outcome to the server: on disk first, then after all output of the attempt has arrived,
 * until it is acknowledged.
 */
final class OutcomeDelivery {
  private static final Logger LOG = Logger.getLogger("muster.outcome");

  private final AttemptBook book;
  private final Courier courier;
  private final Outbox outbox;

  OutcomeDelivery(AttemptBook book, Courier courier, Outbox outbox) {
    this.book = book;
    this.courier = courier;
    this.outbox = outbox;
  }

  void deliver(Attempt attempt, AgentSignal outcome) throws InterruptedException {
    Frame<AgentSignal> frame = Frame.of(outcome, attempt.metadata());
    List<Frame<AgentSignal>> kept = new ArrayList<>(attempt.log().unacknowledged());
    kept.add(frame);
    outbox.store(attempt.attempt(), kept);
    sendAfterOutput(attempt, frame);
    if (attempt.abandoned()) {
      drop(attempt);
    }
  }

  /** What {@link #deliver} had kept when an earlier run of the program ended. */
  void deliverAgain(Attempt attempt, List<Frame<AgentSignal>> kept) throws InterruptedException {
    attempt.log().restore(kept.subList(0, kept.size() - 1));
    sendAfterOutput(attempt, kept.getLast());
  }

  /** Nobody wants to hear of it any more. */
  void drop(Attempt attempt) {
    courier.forget(attempt.attempt());
    outbox.remove(attempt.attempt());
    book.close(attempt);
  }

  private void sendAfterOutput(Attempt attempt, Frame<AgentSignal> frame)
      throws InterruptedException {
    attempt.log().awaitArrived();
    if (!attempt.abandoned()) {
      courier.post(frame, ack -> settledBy(ack, attempt, frame));
    }
  }

  private boolean settledBy(Ack ack, Attempt attempt, Frame<AgentSignal> frame) {
    if (Receipt.transientRefusal(ack)) {
      return false;
    }
    if (!ack.accepted()) {
      LOG.warning(
          () ->
              "The outcome of task %s was refused: %d %s"
                  .formatted(attempt.attempt().taskId(), ack.code(), ack.message()));
      if (!Receipt.superseded(ack) && frame.message() instanceof AgentSignal.TaskResult result) {
        // Without any outcome the task would hang until its lease ends.
        AgentSignal error =
            OutcomeSignal.refusedResult(attempt.attempt(), ack.message(), result.exitCode());
        Frame<AgentSignal> instead = Frame.of(error, attempt.metadata());
        outbox.store(attempt.attempt(), List.of(instead));
        courier.post(instead, again -> settledBy(again, attempt, instead));
        return true;
      }
    }
    outbox.remove(attempt.attempt());
    book.close(attempt);
    return true;
  }
}
