package dev.muster.conformance;

import dev.muster.conformance.check.AgentAcks;
import dev.muster.conformance.check.AgentAttempts;
import dev.muster.conformance.check.AgentPayloads;
import dev.muster.conformance.check.AgentStates;
import dev.muster.conformance.check.ClientFrames;
import dev.muster.conformance.check.ClientSubscriptions;
import dev.muster.conformance.check.Closing;
import dev.muster.conformance.check.Compression;
import dev.muster.conformance.check.Controls;
import dev.muster.conformance.check.Fragments;
import dev.muster.conformance.check.Framing;
import dev.muster.conformance.check.Handshakes;
import dev.muster.conformance.check.Sizes;
import dev.muster.conformance.check.TypedFrames;
import dev.muster.conformance.check.Utf8;
import java.net.SocketTimeoutException;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/** All checks, and how one is run. They use one agent's identity, so only one runs at a time. */
public final class Suite {
  private Suite() {}

  public static List<Check> checks() {
    return Stream.of(
            Handshakes.checks(),
            Framing.checks(),
            Fragments.checks(),
            Utf8.checks(),
            Controls.checks(),
            Closing.checks(),
            Sizes.checks(),
            Compression.checks(),
            AgentStates.checks(),
            AgentAcks.checks(),
            AgentPayloads.checks(),
            AgentAttempts.checks(),
            TypedFrames.checks(),
            ClientFrames.checks(),
            ClientSubscriptions.checks())
        .flatMap(List::stream)
        .toList();
  }

  public static Result run(Check check, Target target) throws InterruptedException {
    if (target.client().isEmpty()
        && (check.needs() == Check.Needs.CLIENT || check.needs() == Check.Needs.CLIENT_TASKS)) {
      return new Result.Skipped("no client endpoint is given");
    }
    FutureTask<Result> task = new FutureTask<>(() -> attempt(check, target));
    // An interrupt closes the sockets of a virtual thread, wherever it waits.
    Thread thread = Thread.ofVirtual().start(task);
    try {
      return task.get(3 * target.patience().toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      thread.interrupt();
      return new Result.Failed("an end", "it takes more than three times its patience");
    } catch (ExecutionException e) {
      return new Result.Failed("an answer", String.valueOf(e.getCause()));
    }
  }

  /** As {@link #run}, on the own thread and without an end of its own. */
  public static Result attempt(Check check, Target target) {
    try {
      check.run().against(target);
      return new Result.Ok();
    } catch (Unmet unmet) {
      return new Result.Failed(unmet.expected(), unmet.seen());
    } catch (NotOffered not) {
      return new Result.Skipped(not.getMessage());
    } catch (SocketTimeoutException e) {
      return new Result.Failed(
          "an answer within " + target.patience().toSeconds() + " s", "nothing");
    } catch (Exception e) {
      return new Result.Failed("an answer", String.valueOf(e));
    }
  }
}
