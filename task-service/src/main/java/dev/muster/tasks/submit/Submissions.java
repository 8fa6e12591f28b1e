package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.tasks.config.OwnThread;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.dispatch.Dispatcher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Shared commits: while one transaction commits, the submits that arrive gather for the next. Each
 * caller waits for its own task to be durable; a lone one waits for nobody.
 */
@ApplicationScoped
class Submissions {
  private static final int MOST_PER_COMMIT = 200;
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES_AFTER_UNKNOWN_COMMIT = 3;

  private final Insertion insertion;
  private final Dispatcher dispatcher;
  private final BlockingQueue<Waiting> queue;
  private Thread writer;

  @Inject
  Submissions(Insertion insertion, Dispatcher dispatcher, TaskConfig config) {
    this.insertion = insertion;
    this.dispatcher = dispatcher;
    this.queue = new ArrayBlockingQueue<>(config.maxWaitingSubmits());
  }

  private record Waiting(Insertion.Routed task, CompletableFuture<Submitted> answer) {}

  /** Returns when the task is durable. */
  Submitted submit(NewTask task, long routeId) {
    Waiting waiting = new Waiting(new Insertion.Routed(task, routeId), new CompletableFuture<>());
    if (!queue.offer(waiting)) {
      throw unavailable("too many submits are waiting", null);
    }
    try {
      return waiting.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ContractException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("submit failed", e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("the database took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("shutting down", e);
    }
  }

  void start(@Observes StartupEvent event) {
    writer = OwnThread.start("submissions", this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    writer.interrupt();
    writer.join(Duration.ofSeconds(10));
  }

  private void run() {
    List<Waiting> batch = new ArrayList<>();
    try {
      while (!Thread.currentThread().isInterrupted()) {
        batch.add(queue.take());
        queue.drainTo(batch, MOST_PER_COMMIT - 1);
        commit(List.copyOf(batch), TRIES_AFTER_UNKNOWN_COMMIT);
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void commit(List<Waiting> batch, int triesLeft) {
    try {
      List<Insertion.Routed> tasks = batch.stream().map(Waiting::task).toList();
      List<Insertion.Done> done =
          dispatcher.commit(change -> insertion.insert(change, tasks), Insertion::freed);
      for (int i = 0; i < done.size(); i++) {
        answer(batch.get(i), done.get(i));
      }
    } catch (CommitUnknownException e) {
      // The ids are ours: inserting the same rows again finds them there or makes them.
      if (triesLeft > 1) {
        commit(batch, triesLeft - 1);
      } else {
        fail(batch, unavailable("the database did not confirm the task", e));
      }
    } catch (ContractException e) {
      fail(batch, e);
    } catch (RuntimeException e) {
      // One bad row must not refuse its neighbours.
      if (batch.size() > 1) {
        batch.forEach(waiting -> commit(List.of(waiting), 1));
      } else {
        fail(batch, e);
      }
    }
  }

  private static void answer(Waiting waiting, Insertion.Done done) {
    if (done.refusal() != null) {
      waiting.answer().completeExceptionally(done.refusal());
    } else {
      waiting.answer().complete(done.submitted());
    }
  }

  private static void fail(List<Waiting> batch, Exception failure) {
    batch.forEach(waiting -> waiting.answer().completeExceptionally(failure));
  }

  private static ContractException unavailable(String message, Throwable cause) {
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, message, Duration.ofSeconds(1), cause);
  }
}
