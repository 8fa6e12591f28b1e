package dev.muster.agent.output;

import dev.muster.agent.executor.Execution;
import dev.muster.wire.LogStream;
import dev.muster.wire.Utf8Tail;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Makes few chunks out of many small reads of stdout and stderr, keeping the order in which they
 * came. A chunk leaves when it is full, when the other stream speaks, and at the end. While
 * somebody watches it leaves when there was quiet for a moment, or after a short while anyhow; a
 * lone line almost at once: gathering only pays while earlier output is still on its way. While
 * nobody watches, fewer and larger chunks cost the server less, and it leaves after a longer while.
 */
public final class OutputGatherer {
  private static final int CHUNK = 32 << 10;
  private static final long QUIET_WHEN_IDLE = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long QUIET = TimeUnit.MILLISECONDS.toNanos(20);
  private static final long OLDEST = TimeUnit.MILLISECONDS.toNanos(50);

  private static final long OLDEST_UNWATCHED = TimeUnit.MILLISECONDS.toNanos(500);

  private final Execution sink;
  private final long oldestUnwatched;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final byte[] chunk = new byte[CHUNK];
  private final EnumSet<LogStream> open = EnumSet.allOf(LogStream.class);

  /** The first bytes of a character whose rest hasn't come yet. */
  private final Map<LogStream, byte[]> begun = new EnumMap<>(LogStream.class);

  private LogStream stream = LogStream.STDOUT;
  private int filled;
  private long firstAt;
  private long lastAt;
  private boolean wanted;

  public OutputGatherer(Execution sink) {
    this(sink, OLDEST_UNWATCHED);
  }

  /**
   * @param oldestUnwatched nanoseconds after which a chunk leaves that nobody watches
   */
  OutputGatherer(Execution sink, long oldestUnwatched) {
    this.sink = sink;
    this.oldestUnwatched = oldestUnwatched;
  }

  /** Blocks while the chunk is full and the sink takes no more. */
  public void add(LogStream from, byte[] bytes, int length) throws InterruptedException {
    lock.lock();
    try {
      for (int done = 0; done < length; ) {
        makeRoom(from);
        int size = Math.min(length - done, CHUNK - filled);
        System.arraycopy(bytes, done, chunk, filled, size);
        grow(size);
        done += size;
      }
    } finally {
      lock.unlock();
    }
  }

  public void end(LogStream from) throws InterruptedException {
    lock.lock();
    try {
      if (begun.containsKey(from)) {
        makeRoom(from);
      }
      open.remove(from);
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Takes no more, whatever the streams still hold. */
  public void endAll() {
    lock.lock();
    try {
      open.clear();
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void makeRoom(LogStream from) throws InterruptedException {
    while (filled > 0 && (stream != from || filled == CHUNK)) {
      wanted = true;
      changed.signalAll();
      changed.await();
    }
    stream = from;
    byte[] before = filled == 0 ? begun.remove(from) : null;
    if (before != null) {
      System.arraycopy(before, 0, chunk, 0, before.length);
      grow(before.length);
    }
  }

  private void grow(int size) {
    lastAt = System.nanoTime();
    if (filled == 0) {
      firstAt = lastAt;
    }
    filled += size;
    changed.signalAll();
  }

  /** Hands chunks to the sink until both streams have ended; runs on a thread of its own. */
  public void forward() throws InterruptedException {
    sink.onOutputWatched(this::lookAgain);
    for (boolean more = true; more; ) {
      LogStream from;
      byte[] bytes;
      lock.lock();
      try {
        awaitChunk();
        more = filled > 0 || !open.isEmpty();
        from = stream;
        bytes = take();
      } finally {
        lock.unlock();
      }
      if (bytes.length > 0) {
        sink.output(from, bytes);
      }
    }
  }

  private void lookAgain() {
    lock.lock();
    try {
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private void awaitChunk() throws InterruptedException {
    while (filled == 0 && !open.isEmpty()) {
      changed.await();
    }
    while (!wanted && filled < CHUNK && !open.isEmpty()) {
      long wait = leavesAt() - System.nanoTime();
      if (wait <= 0) {
        return;
      }
      long unused = changed.awaitNanos(wait);
    }
  }

  private long leavesAt() {
    if (!sink.outputWatched()) {
      return firstAt + oldestUnwatched;
    }
    long quiet = sink.outputArrived() ? QUIET_WHEN_IDLE : QUIET;
    return Math.min(lastAt + quiet, firstAt + OLDEST);
  }

  private byte[] take() {
    int tail = open.contains(stream) ? Utf8Tail.incomplete(chunk, 0, filled) : 0;
    if (tail > 0) {
      begun.put(stream, Arrays.copyOfRange(chunk, filled - tail, filled));
    }
    byte[] bytes = Arrays.copyOf(chunk, filled - tail);
    filled = 0;
    wanted = false;
    changed.signalAll();
    return bytes;
  }
}
