package dev.muster.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Which processes run for tasks, on disk: when the agent itself was killed, its next run ends what
 * is left of them, because the server gives their tasks to somebody else.
 */
public final class ProcessRecords {
  private static final Logger LOG = Logger.getLogger("muster.process");
  private static final Duration GRACE = Duration.ofSeconds(2);

  /** The start time is derived from the boot time, which the kernel rounds. */
  private static final long SAME_START_MS = 1_000;

  private final Path folder;

  public ProcessRecords(Path folder) {
    this.folder = folder;
  }

  Path add(ProcessHandle leader, String mark) throws IOException {
    return Files.writeString(
        folder.resolve(leader.pid() + ".pid"),
        leader.pid() + "\n" + startMs(leader) + "\n" + mark + "\n",
        StandardCharsets.UTF_8);
  }

  void remove(Path entry) {
    try {
      Files.deleteIfExists(entry);
    } catch (IOException e) {
      LOG.log(Level.WARNING, entry + " can't be removed", e);
    }
  }

  /** Before the first task: afterwards it would hit what runs now. */
  public void endLeftovers() throws IOException, InterruptedException {
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder, "*.pid")) {
      for (Path entry : entries) {
        endLeftover(entry);
        Files.deleteIfExists(entry);
      }
    }
  }

  private static void endLeftover(Path entry) throws IOException, InterruptedException {
    List<String> lines = Files.readAllLines(entry, StandardCharsets.UTF_8);
    if (lines.size() < 3) {
      return;
    }
    long pid = Long.parseLong(lines.get(0));
    long startMs = Long.parseLong(lines.get(1));
    ProcessHandle leader =
        ProcessHandle.of(pid)
            .filter(process -> Math.abs(startMs(process) - startMs) <= SAME_START_MS)
            .orElse(null);
    ProcessTree tree = new ProcessTree(leader, lines.get(2));
    int left = tree.alive().size();
    if (left > 0) {
      boolean ended = tree.end(GRACE);
      LOG.info(
          () ->
              "Process %d of an earlier run and what it started (%d in all) %s"
                  .formatted(pid, left, ended ? "ended" : "can't be ended"));
    }
  }

  private static long startMs(ProcessHandle process) {
    return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
  }
}
