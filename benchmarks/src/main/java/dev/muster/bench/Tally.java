package dev.muster.bench;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What has become of the tasks that the clients submitted. Times are milliseconds from the POST.
 */
final class Tally {
  private static final int SAMPLE_EVERY = 1_000;

  /** Latencies of one stretch of time. */
  static final class Latencies {
    /** To the answer. */
    final Samples post = new Samples();

    /** To the dispatch at the agent. */
    final Samples start = new Samples();

    /** To the agent's ACK of the result: it is committed. */
    final Samples done = new Samples();
  }

  private final AtomicLong accepted = new AtomicLong();
  private final AtomicLong done = new AtomicLong();
  private final AtomicLong refused = new AtomicLong();
  private final AtomicLong fenced = new AtomicLong();
  private final AtomicInteger open = new AtomicInteger();
  private final Queue<String> sample = new ConcurrentLinkedQueue<>();
  private final Runnable onEnd;
  private volatile Latencies latencies = new Latencies();

  /**
   * @param onEnd run after a task has ended, on an event loop
   */
  Tally(Runnable onEnd) {
    this.onEnd = onEnd;
  }

  /** Counts what follows apart. */
  void begin() {
    latencies = new Latencies();
  }

  Latencies latencies() {
    return latencies;
  }

  /** Takes one place of so many, if there is one. */
  boolean tryOpen(int most) {
    for (int now = open.get(); now < most; now = open.get()) {
      if (open.compareAndSet(now, now + 1)) {
        return true;
      }
    }
    return false;
  }

  /** Gives a place back unused. */
  void notOpened() {
    open.decrementAndGet();
  }

  void accepted(long since, String answer) {
    latencies.post.add(milliseconds(since));
    if (accepted.getAndIncrement() % SAMPLE_EVERY == 0) {
      sample.add(answer);
    }
  }

  void refused() {
    refused.incrementAndGet();
    open.decrementAndGet();
  }

  void started(long since, long at) {
    latencies.start.add((at - since) / 1e6);
  }

  void ended(long since, boolean committed) {
    if (committed) {
      latencies.done.add(milliseconds(since));
      done.incrementAndGet();
      open.decrementAndGet();
      onEnd.run();
    } else {
      fenced.incrementAndGet();
    }
  }

  /** Submitted and not ended. */
  int open() {
    return open.get();
  }

  long accepted() {
    return accepted.get();
  }

  long done() {
    return done.get();
  }

  /** Submits that were not accepted. */
  long refusals() {
    return refused.get();
  }

  /** Results that were not accepted. */
  long fenced() {
    return fenced.get();
  }

  /** Answers to some of the submits. */
  Queue<String> sample() {
    return sample;
  }

  private static double milliseconds(long since) {
    return (System.nanoTime() - since) / 1e6;
  }
}
