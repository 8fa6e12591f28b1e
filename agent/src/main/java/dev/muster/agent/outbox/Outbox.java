package dev.muster.agent.outbox;

import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Outcomes on disk until the server has acknowledged them: one file per finished attempt, holding
 * the log frames that were unacknowledged when it finished and then its outcome, a frame per line.
 * A file appears whole (written aside, synced, renamed) or not at all.
 */
public final class Outbox {
  private static final Logger LOG = Logger.getLogger("muster.outbox");
  private static final String WHOLE = ".frames";

  private final Path folder;
  private final long limit;
  private final Map<Path, Long> sizes = new ConcurrentHashMap<>();
  private final AtomicLong bytes = new AtomicLong();

  public Outbox(Path folder, long limit) {
    this.folder = folder;
    this.limit = limit;
  }

  /** While full, no new task should be taken. Outcomes of those that run are still stored. */
  public boolean full() {
    return bytes.get() >= limit;
  }

  /** Returns when the frames are on disk; a failing disk only costs the protection. */
  public void store(AttemptRef attempt, List<Frame<AgentSignal>> frames) {
    Path file = file(attempt);
    Path aside = folder.resolve(file.getFileName() + ".new");
    try (FileChannel out =
        FileChannel.open(
            aside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.WRITE)) {
      long size = 0;
      for (Frame<AgentSignal> frame : frames) {
        byte[] line = (FrameCodec.write(frame) + "\n").getBytes(StandardCharsets.UTF_8);
        ByteBuffer rest = ByteBuffer.wrap(line);
        while (rest.hasRemaining()) {
          size += out.write(rest);
        }
      }
      out.force(true);
      Files.move(aside, file, StandardCopyOption.ATOMIC_MOVE);
      syncFolder();
      count(file, size);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "The outcome of task " + attempt.taskId() + " is in memory only", e);
    }
  }

  public void remove(AttemptRef attempt) {
    Path file = file(attempt);
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      LOG.log(Level.WARNING, file + " can't be removed", e);
    }
    count(file, 0);
  }

  /** What an earlier run of the program left, each with its outcome as the last frame. */
  public List<List<Frame<AgentSignal>>> load() throws IOException {
    List<List<Frame<AgentSignal>>> attempts = new ArrayList<>();
    try (DirectoryStream<Path> files = Files.newDirectoryStream(folder)) {
      for (Path file : files) {
        if (file.toString().endsWith(".new")) {
          Files.delete(file);
        } else if (file.toString().endsWith(WHOLE)) {
          read(file, attempts);
        }
      }
    }
    return attempts;
  }

  private void read(Path file, List<List<Frame<AgentSignal>>> attempts) throws IOException {
    try {
      List<Frame<AgentSignal>> frames = new ArrayList<>();
      for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
        FrameCodec.readSignal(line).ifPresent(frames::add);
      }
      if (frames.isEmpty()) {
        Files.delete(file);
        return;
      }
      attempts.add(frames);
      count(file, Files.size(file));
    } catch (FrameException | IOException e) {
      LOG.log(Level.WARNING, file + " can't be read and is set aside", e);
      Files.move(
          file,
          file.resolveSibling(file.getFileName() + ".unreadable"),
          StandardCopyOption.REPLACE_EXISTING);
    }
  }

  private void count(Path file, long size) {
    Long before = size == 0 ? sizes.remove(file) : sizes.put(file, size);
    bytes.addAndGet(size - (before == null ? 0 : before));
  }

  private void syncFolder() throws IOException {
    try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
      entries.force(true);
    }
  }

  private Path file(AttemptRef attempt) {
    // Lease ids are opaque text, so they are not fit for a file name.
    String lease = Integer.toHexString(attempt.leaseId().hashCode());
    return folder.resolve(attempt.taskId() + "-" + attempt.attempt() + "-" + lease + WHOLE);
  }
}
