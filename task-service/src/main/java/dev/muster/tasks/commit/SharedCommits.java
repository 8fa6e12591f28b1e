package dev.muster.tasks.commit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.tasks.config.OwnThread;
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
 * While one transaction commits, what arrives gathers for the next. Each caller waits for its own
 * to be durable; a lone one waits for nobody.
 *
 * @param <T> what is stored; storing it again, after a commit of which nobody knows, must be
 *     harmless
 * @param <A> what its caller is answered
 */
public final class SharedCommits<T, A> {
  private static final Duration PATIENCE = Duration.ofSeconds(10);
  private static final int TRIES_AFTER_UNKNOWN_COMMIT = 3;

  /** Stores a batch with one transaction. */
  public interface Store<T, A> {
    /** Answers in the order of the items. */
    List<A> commit(List<T> items);
  }

  /** What an item costs: 1, or its bytes. */
  public interface Weight<T> {
    int of(T item);
  }

  /**
   * How much is taken.
   *
   * @param waiting weight that may wait, what is being stored included
   * @param items of one commit
   * @param weight of one commit, but for its last item
   */
  public record Bounds(int waiting, int items, int weight) {}

  private final Bounds bounds;
  private final Weight<T> weight;
  private final Store<T, A> store;
  private final Semaphore room;
  private final BlockingQueue<Waiting<T, A>> queue = new LinkedBlockingQueue<>();
  private Thread writer;

  public SharedCommits(Bounds bounds, Weight<T> weight, Store<T, A> store) {
    this.bounds = bounds;
    this.weight = weight;
    this.store = store;
    this.room = new Semaphore(bounds.waiting());
  }

  private record Waiting<T, A>(T item, int weight, CompletableFuture<A> answer) {}

  /** Returns when it is durable, or throws what the store does; 5003 when too much waits. */
  public A store(T item) {
    Waiting<T, A> waiting = new Waiting<>(item, weight.of(item), new CompletableFuture<>());
    if (!room.tryAcquire(waiting.weight())) {
      throw unavailable("too much is waiting to be stored", null);
    }
    queue.add(waiting);
    try {
      return waiting.answer().get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      if (e.getCause() instanceof ContractException refusal) {
        throw refusal;
      }
      throw new IllegalStateException("it can't be stored", e.getCause());
    } catch (TimeoutException e) {
      throw unavailable("the database took too long", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw unavailable("shutting down", e);
    }
  }

  public void start(String thread) {
    writer = OwnThread.start(thread, this::run);
  }

  /** Waits for the commit under way. */
  public void stop() throws InterruptedException {
    writer.interrupt();
    writer.join(Duration.ofSeconds(10));
  }

  private void run() {
    try {
      while (!Thread.currentThread().isInterrupted()) {
        List<Waiting<T, A>> batch = batch();
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

  private List<Waiting<T, A>> batch() throws InterruptedException {
    List<Waiting<T, A>> batch = new ArrayList<>();
    Waiting<T, A> next = queue.take();
    int sum = 0;
    while (next != null) {
      batch.add(next);
      sum += next.weight();
      boolean full = batch.size() >= bounds.items() || sum >= bounds.weight();
      next = full ? null : queue.poll();
    }
    return batch;
  }

  private void commit(List<Waiting<T, A>> batch, int triesLeft) {
    try {
      List<A> answers = store.commit(batch.stream().map(Waiting::item).toList());
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).answer().complete(answers.get(i));
      }
    } catch (CommitUnknownException e) {
      if (triesLeft > 1) {
        commit(batch, triesLeft - 1);
      } else {
        fail(batch, unavailable("the database did not confirm it", e));
      }
    } catch (ContractException e) {
      fail(batch, e);
    } catch (RuntimeException e) {
      // One that is bad must not refuse its neighbours.
      if (batch.size() > 1) {
        batch.forEach(waiting -> commit(List.of(waiting), 1));
      } else {
        fail(batch, e);
      }
    }
  }

  private static void fail(List<? extends Waiting<?, ?>> batch, Exception failure) {
    batch.forEach(waiting -> waiting.answer().completeExceptionally(failure));
  }

  private static ContractException unavailable(String message, Throwable cause) {
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, message, Duration.ofSeconds(1), cause);
  }
}
