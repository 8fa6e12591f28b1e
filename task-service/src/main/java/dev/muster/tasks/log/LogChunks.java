package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.tasks.config.OwnThread;
import dev.muster.tasks.config.TaskConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Shared commits for what is posted: while one transaction commits, the pieces that arrive gather
 * for the next. Each caller waits for its own; a lone one waits for nobody.
 */
@ApplicationScoped
class LogChunks {
  private static final int MOST_PER_COMMIT = 256;
  private static final int MOST_BYTES_PER_COMMIT = 4 << 20;

  /** What an empty piece costs too. */
  private static final int ENVELOPE = 1_024;

  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES_AFTER_UNKNOWN_COMMIT = 3;

  private final LogStore store;
  private final Semaphore room;
  private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private Thread writer;

  @Inject
  LogChunks(LogStore store, TaskConfig config) {
    this.store = store;
    this.room = new Semaphore(config.maxWaitingLogBytes());
  }

  private record Waiting(LogWrite write, CompletableFuture<LogStore.Written> answer) {
    int weight() {
      return ENVELOPE + write.content().length();
    }
  }

  /** Returns when it is durable or refused. Throws 5003 when too much waits. */
  LogStore.Written store(LogWrite write) {
    Waiting waiting = new Waiting(write, new CompletableFuture<>());
    if (!room.tryAcquire(waiting.weight())) {
      throw unavailable("too much output is waiting", null);
    }
    queue.add(waiting);
    try {
      return waiting.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ContractException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("output can't be stored", e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("the database took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("shutting down", e);
    }
  }

  void start(@Observes StartupEvent event) {
    writer = OwnThread.start("log-chunks", this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    writer.interrupt();
    writer.join(Duration.ofSeconds(10));
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<Waiting> batch = batch();
        try {
          commit(batch, TRIES_AFTER_UNKNOWN_COMMIT);
        } finally {
          room.release(batch.stream().mapToInt(Waiting::weight).sum());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private List<Waiting> batch() throws InterruptedException {
    List<Waiting> batch = new ArrayList<>();
    Waiting next = queue.take();
    int bytes = 0;
    while (next != null) {
      batch.add(next);
      bytes += next.weight();
      boolean full = batch.size() >= MOST_PER_COMMIT || bytes >= MOST_BYTES_PER_COMMIT;
      next = full ? null : queue.poll();
    }
    return batch;
  }

  private void commit(List<Waiting> batch, int triesLeft) {
    try {
      List<LogStore.Written> written = store.write(batch.stream().map(Waiting::write).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(written.get(i));
      }
    } catch (CommitUnknownException e) {
      // What was stored agrees the second time.
      if (triesLeft > 1) {
        commit(batch, triesLeft - 1);
      } else {
        fail(batch, unavailable("the database did not confirm the output", e));
      }
    } catch (ContractException e) {
      fail(batch, e);
    } catch (RuntimeException e) {
      // One bad piece must not refuse its neighbours.
      if (batch.size() > 1) {
        batch.forEach(waiting -> commit(List.of(waiting), 1));
      } else {
        fail(batch, e);
      }
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
