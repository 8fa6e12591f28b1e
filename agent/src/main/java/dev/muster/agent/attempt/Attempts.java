package dev.muster.agent.attempt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.muster.agent.delivery.Courier;
import dev.muster.agent.delivery.Receipt;
import dev.muster.agent.executor.Execution;
import dev.muster.agent.executor.Executor;
import dev.muster.agent.executor.Outcome;
import dev.muster.agent.executor.StopRequest;
import dev.muster.agent.outbox.Outbox;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameLimits;
import dev.muster.wire.RunningAttempt;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;

/**
 * Takes tasks, runs each on its executor, and reports. Commands may come from any connection, twice
 * or late; what counts is the lease.
 */
public final class Attempts {
  private static final Logger LOG = Logger.getLogger("muster.task");
  private static final Duration ABANDON_GRACE = Duration.ofSeconds(2);

  private final AttemptBook book = new AttemptBook();
  private final Map<String, Executor> executors;
  private final int slots;
  private final Duration killGrace;
  private final Courier courier;
  private final Outbox outbox;
  private final OutcomeDelivery delivery;
  private volatile FrameLimits limits = FrameLimits.DEFAULT;
  private volatile boolean draining;
  private volatile boolean leaving;

  public Attempts(
      List<Executor> executors, int slots, Duration killGrace, Courier courier, Outbox outbox) {
    this.executors =
        executors.stream().collect(Collectors.toMap(Executor::type, Function.identity()));
    this.slots = slots;
    this.killGrace = killGrace;
    this.courier = courier;
    this.outbox = outbox;
    this.delivery = new OutcomeDelivery(book, courier, outbox);
  }

  /** Takes up the outcomes that an earlier run of the program couldn't bring to the server. */
  public void recover() throws IOException {
    for (List<Frame<AgentSignal>> kept : outbox.load()) {
      if (kept.getLast().message() instanceof AgentSignal.OfAttempt last) {
        Attempt attempt =
            attempt(last.attempt(), NullNode.getInstance(), phase(kept), kept.getLast().metadata());
        attempt.ended().complete(null);
        book.add(attempt, false);
        LOG.info(() -> "Task " + last.attempt().taskId() + " has an unacknowledged outcome");
        start(attempt, () -> delivery.deliverAgain(attempt, kept));
      }
    }
  }

  /** The dispatch may be a repetition, or of an attempt newer than the one that runs here. */
  public synchronized void dispatched(Frame<AgentCommand> frame, AgentCommand.DispatchTask task) {
    AttemptRef ref = task.attempt();
    Attempt present = book.ofTask(ref.taskId());
    if (present != null && present.attempt().leaseId().equals(ref.leaseId())) {
      accept(present);
      return;
    }
    if (book.isClosed(ref)) {
      return;
    }
    if (present != null) {
      if (present.attempt().attempt() > ref.attempt()) {
        book.closeLease(ref);
        return;
      }
      abandon(present, "was dispatched here anew");
    }
    String refusal = refusal(task, present);
    if (refusal != null) {
      courier.post(
          Frame.of(new AgentSignal.TaskReject(ref, refusal), frame.metadata()), Receipt.IGNORED);
      return;
    }
    Attempt attempt = attempt(ref, task.input(), task.phase(), frame.metadata());
    book.add(attempt, true);
    accept(attempt);
    Executor executor = executors.get(task.type());
    start(attempt, () -> run(attempt, present, executor, task.timeoutMs()));
  }

  private String refusal(AgentCommand.DispatchTask task, Attempt predecessor) {
    if (draining || leaving) {
      return "draining";
    }
    if (!executors.containsKey(task.type())) {
      return "unsupported";
    }
    return book.occupied(predecessor) >= slots || outbox.full() ? "busy" : null;
  }

  public synchronized void canceled(AgentCommand.CancelTask cancel) {
    AttemptRef ref = cancel.attempt();
    String message = cancel.reason() == null ? "canceled" : cancel.reason();
    Attempt attempt = book.find(ref);
    if (attempt != null) {
      boolean unused =
          attempt
              .stop()
              .complete(
                  new StopRequest(
                      StopRequest.Reason.CANCELED, Duration.ofMillis(cancel.graceMs()), message));
    } else {
      // Its dispatch got lost or is late: confirm, and take no notice of it when it comes.
      book.closeLease(ref);
      courier.post(Frame.of(OutcomeSignal.canceled(ref, message)), Receipt.IGNORED);
    }
  }

  /** Somebody watches the output, perhaps of an attempt that is over or was never here. */
  public void watched(AgentCommand.StartRealtimeStream start) {
    Attempt attempt = book.find(start.attempt());
    if (attempt != null && attempt.log().phase().equals(start.phase())) {
      attempt.demand().start();
    }
  }

  public void unwatched(AgentCommand.StopRealtimeStream stop) {
    Attempt attempt = book.find(stop.attempt());
    if (attempt != null && attempt.log().phase().equals(stop.phase())) {
      attempt.demand().stop();
    }
  }

  /** Who watched through an earlier connection says so again on the new one. */
  public void nobodyWatches() {
    book.executing().forEach(attempt -> attempt.demand().stop());
  }

  /** Attempts that belong to somebody else by now: stopped, and never mentioned again. */
  public void abandon(List<AttemptRef> refs) {
    for (AttemptRef ref : refs) {
      Attempt attempt = book.find(ref);
      if (attempt != null) {
        abandon(attempt, "belongs to another attempt by now");
      }
    }
  }

  private void abandon(Attempt attempt, String why) {
    LOG.info(() -> "Task " + attempt.attempt().taskId() + " is stopped: it " + why);
    attempt.abandon(new StopRequest(StopRequest.Reason.ABANDONED, ABANDON_GRACE, null));
    delivery.drop(attempt);
  }

  private Attempt attempt(
      AttemptRef ref, JsonNode input, String phase, Map<String, String> metadata) {
    Runnable superseded = () -> abandon(List.of(ref));
    AttemptLog log =
        new AttemptLog(ref, phase, metadata, courier, LogWindow.of(slots, limits), superseded);
    return new Attempt(ref, input, metadata, log);
  }

  private void accept(Attempt attempt) {
    courier.post(
        Frame.of(new AgentSignal.TaskAccept(attempt.attempt()), attempt.metadata()),
        ack -> {
          if (Receipt.superseded(ack)) {
            abandon(List.of(attempt.attempt()));
          }
          return !Receipt.transientRefusal(ack);
        });
  }

  private void run(Attempt attempt, Attempt predecessor, Executor executor, long timeoutMs)
      throws InterruptedException {
    AgentSignal outcome;
    try {
      if (predecessor != null) {
        predecessor.ended().join();
      }
      outcome = execute(attempt, executor, timeoutMs);
    } finally {
      attempt.ended().complete(null);
      book.ended(attempt);
    }
    if (attempt.abandoned()) {
      delivery.drop(attempt);
    } else {
      delivery.deliver(attempt, outcome);
    }
  }

  private AgentSignal execute(Attempt attempt, Executor executor, long timeoutMs) {
    Execution execution = attempt;
    if (timeoutMs > 0) {
      StopRequest late =
          new StopRequest(
              StopRequest.Reason.TIMEOUT, killGrace, "ran longer than " + timeoutMs + " ms");
      var unused = attempt.stop().completeOnTimeout(late, timeoutMs, TimeUnit.MILLISECONDS);
    }
    try {
      Outcome outcome = executor.execute(execution);
      return OutcomeSignal.of(attempt.attempt(), outcome, attempt.stop().getNow(null), limits);
    } catch (Exception | OutOfMemoryError | StackOverflowError e) {
      // Whatever happened to the executor, the server must hear of an end.
      LOG.log(Level.WARNING, "Task " + attempt.attempt().taskId() + " can't be run", e);
      return OutcomeSignal.infrastructure(attempt.attempt(), e);
    } finally {
      // Otherwise its timer would keep the whole attempt in memory until the timeout.
      attempt.stop().cancel(false);
    }
  }

  private static void start(Attempt attempt, Step step) {
    Thread.ofVirtual()
        .name("task-" + attempt.attempt().taskId())
        .start(
            () -> {
              try {
                step.run();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              } catch (RuntimeException e) {
                LOG.log(Level.SEVERE, "Task " + attempt.attempt().taskId() + " broke off", e);
              }
            });
  }

  private static String phase(List<Frame<AgentSignal>> kept) {
    return kept.getFirst().message() instanceof AgentSignal.TaskLog log ? log.phase() : "run";
  }

  public void limits(FrameLimits newLimits) {
    limits = newLimits;
  }

  /** While draining, tasks are refused and no slot is offered. */
  public void draining(boolean on) {
    draining = on;
  }

  /** As {@link #draining}, for good: no word of the server's ends it. */
  public void leaving() {
    leaving = true;
  }

  /** Every attempt whose outcome isn't acknowledged. */
  public List<RunningAttempt> running() {
    return book.running();
  }

  public int occupiedSlots() {
    return book.occupied(null);
  }

  public int freeSlots() {
    return draining || leaving || outbox.full() ? 0 : Math.max(0, slots - occupiedSlots());
  }

  public boolean awaitNoneExecuting(Duration atMost) throws InterruptedException {
    return book.awaitNoneExecuting(atMost);
  }

  /** True when nothing runs and every outcome was acknowledged. */
  public boolean awaitNone(Duration atMost) throws InterruptedException {
    return book.awaitNone(atMost);
  }

  /** Stops everything that runs and reports nothing of it: the server gives it to others. */
  public void abandonExecuting() {
    book.executing().forEach(attempt -> abandon(attempt, "outlasts the grace"));
  }

  private interface Step {
    void run() throws InterruptedException;
  }
}
