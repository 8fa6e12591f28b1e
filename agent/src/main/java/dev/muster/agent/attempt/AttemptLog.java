package dev.muster.agent.attempt;

import dev.muster.agent.delivery.Courier;
import dev.muster.agent.delivery.Receipt;
import dev.muster.error.ErrorCode;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import dev.muster.wire.Utf8Tail;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.logging.Logger;

/**
 * The output of one attempt on its way to the server: numbers the bytes, and lets only a window of
 * them be unacknowledged, so that memory stays bounded and the writer waits instead.
 */
final class AttemptLog {
  private static final Logger LOG = Logger.getLogger("muster.log");
  private static final int MAX_FRAMES = 128;

  private final AttemptRef attempt;
  private final String phase;
  private final Map<String, String> metadata;
  private final Courier courier;
  private final Runnable superseded;
  private final int windowBytes;
  private final int chunkBytes;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final Map<String, Frame<AgentSignal>> unacknowledged = new LinkedHashMap<>();
  private long bytesUnacknowledged;
  private long produced;
  private boolean ending;
  private boolean abandoned;

  AttemptLog(
      AttemptRef attempt,
      String phase,
      Map<String, String> metadata,
      Courier courier,
      LogWindow window,
      Runnable superseded) {
    this.attempt = attempt;
    this.phase = phase;
    this.metadata = metadata;
    this.courier = courier;
    this.superseded = superseded;
    this.windowBytes = window.bytes();
    this.chunkBytes = window.chunkBytes();
  }

  String phase() {
    return phase;
  }

  void write(LogStream stream, byte[] bytes) throws InterruptedException {
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + chunkBytes);
      byte[] part = bytes;
      if (to - from < bytes.length) {
        if (to < bytes.length) {
          to -= Utf8Tail.incomplete(bytes, from, to);
        }
        part = Arrays.copyOfRange(bytes, from, to);
      }
      writeChunk(stream, part);
      from = to;
    }
  }

  private void writeChunk(LogStream stream, byte[] bytes) throws InterruptedException {
    lock.lock();
    try {
      awaitRoom(bytes.length);
      if (!abandoned) {
        long offset = produced;
        produced += bytes.length;
        send(
            new AgentSignal.TaskLog(attempt, phase, stream, offset, new LogContent(bytes)),
            bytes.length);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Progress shares the window, so that it can't flood either. */
  void progress(AgentSignal.TaskProgress progress) throws InterruptedException {
    lock.lock();
    try {
      awaitRoom(0);
      if (!abandoned) {
        send(progress, 0);
      }
    } finally {
      lock.unlock();
    }
  }

  /** Frames that an earlier run of the program wrote and that were never acknowledged. */
  void restore(List<Frame<AgentSignal>> frames) {
    lock.lock();
    try {
      for (Frame<AgentSignal> frame : frames) {
        if (frame.message() instanceof AgentSignal.TaskLog log) {
          produced = Math.max(produced, log.offset() + log.content().length());
          post(frame, log.content().length());
        } else {
          post(frame, 0);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  private void send(AgentSignal signal, int bytes) {
    post(Frame.of(signal, metadata), bytes);
  }

  private void post(Frame<AgentSignal> frame, int bytes) {
    unacknowledged.put(frame.messageId(), frame);
    bytesUnacknowledged += bytes;
    courier.post(frame, ack -> settledBy(ack, frame, bytes));
  }

  private void awaitRoom(int bytes) throws InterruptedException {
    while (!abandoned && !ending && full(bytes)) {
      changed.await();
    }
  }

  private boolean full(int bytes) {
    return unacknowledged.size() >= MAX_FRAMES
        || (bytesUnacknowledged > 0 && bytesUnacknowledged + bytes > windowBytes);
  }

  private boolean settledBy(Ack ack, Frame<AgentSignal> frame, int bytes) {
    if (Receipt.transientRefusal(ack)) {
      return false;
    }
    if (ack.code() == ErrorCode.WRONG_OFFSET.code() && stillToCome(ack, frame)) {
      return false;
    }
    boolean lost = Receipt.superseded(ack);
    if (!ack.accepted() && !lost) {
      LOG.warning(() -> "Output of task " + attempt.taskId() + " was refused: " + ack.message());
    }
    lock.lock();
    try {
      if (unacknowledged.remove(frame.messageId()) != null) {
        bytesUnacknowledged -= bytes;
        changed.signalAll();
      }
    } finally {
      lock.unlock();
    }
    if (lost) {
      superseded.run();
    }
    return true;
  }

  /** A gap is closed by an earlier frame that is also unacknowledged; this one goes again after. */
  private boolean stillToCome(Ack ack, Frame<AgentSignal> frame) {
    if (ack.nextOffset() == null || !(frame.message() instanceof AgentSignal.TaskLog log)) {
      return false;
    }
    lock.lock();
    try {
      return unacknowledged.values().stream()
          .filter(each -> each.message() instanceof AgentSignal.TaskLog)
          .map(each -> (AgentSignal.TaskLog) each.message())
          .anyMatch(
              each ->
                  each.offset() <= ack.nextOffset()
                      && ack.nextOffset() < log.offset() + log.content().length());
    } finally {
      lock.unlock();
    }
  }

  void ending() {
    lock.lock();
    try {
      ending = true;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Nothing of it will be sent any more: writers go on without effect. */
  void abandon() {
    lock.lock();
    try {
      abandoned = true;
      unacknowledged.clear();
      bytesUnacknowledged = 0;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Returns when every frame was acknowledged or refused, or nothing will be sent any more. */
  void awaitArrived() throws InterruptedException {
    lock.lock();
    try {
      while (!unacknowledged.isEmpty()) {
        changed.await();
      }
    } finally {
      lock.unlock();
    }
  }

  boolean arrived() {
    lock.lock();
    try {
      return unacknowledged.isEmpty();
    } finally {
      lock.unlock();
    }
  }

  List<Frame<AgentSignal>> unacknowledged() {
    lock.lock();
    try {
      return new ArrayList<>(unacknowledged.values());
    } finally {
      lock.unlock();
    }
  }

  long produced() {
    lock.lock();
    try {
      return produced;
    } finally {
      lock.unlock();
    }
  }
}
