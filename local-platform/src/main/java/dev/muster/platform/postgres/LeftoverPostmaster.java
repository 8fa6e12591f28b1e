package dev.muster.platform.postgres;

import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.ProcessIdentity;
import dev.muster.platform.process.Signal;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A postmaster that a killed run left behind on this data folder. {@code postmaster.pid} names a
 * pid, the folder and the second of the start; all have to agree with what the kernel says before
 * the process is touched.
 */
final class LeftoverPostmaster {
  private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(5);

  private LeftoverPostmaster() {}

  /** Stops it, if there is one, and waits until it is gone; false when there is none. */
  static boolean stop(Path data) throws InterruptedException {
    Optional<ProcessIdentity> found = find(data);
    if (found.isEmpty()) {
      return false;
    }
    ProcessIdentity postmaster = found.get();
    Signal.CONTINUE.send(postmaster.pid());
    Signal.INTERRUPT.send(postmaster.pid());
    if (!postmaster.awaitExit(Duration.ofSeconds(20))) {
      Signal.QUIT.send(postmaster.pid());
      if (!postmaster.awaitExit(Duration.ofSeconds(10))) {
        throw new PlatformException(
            "PostgreSQL of an earlier run (pid " + postmaster.pid() + ") does not stop");
      }
    }
    return true;
  }

  static Optional<ProcessIdentity> find(Path data) {
    try {
      List<String> lines = Files.readAllLines(data.resolve("postmaster.pid"));
      if (lines.size() < 3) {
        return Optional.empty();
      }
      long pid = Long.parseLong(lines.get(0).strip());
      Instant started = Instant.ofEpochSecond(Long.parseLong(lines.get(2).strip()));
      boolean ours =
          lines.get(1).strip().equals(data.toString())
              && startedAt(pid, started)
              && commandNames(pid, data);
      return ours ? ProcessIdentity.of(pid) : Optional.empty();
    } catch (NoSuchFileException | NumberFormatException none) {
      return Optional.empty();
    } catch (IOException e) {
      throw new PlatformException("cannot read postmaster.pid in " + data, e);
    }
  }

  private static boolean startedAt(long pid, Instant expected) {
    return ProcessHandle.of(pid)
        .flatMap(handle -> handle.info().startInstant())
        .map(actual -> Duration.between(actual, expected).abs().compareTo(CLOCK_TOLERANCE) < 0)
        .orElse(false);
  }

  private static boolean commandNames(long pid, Path data) {
    try {
      byte[] arguments = Files.readAllBytes(Path.of("/proc/" + pid + "/cmdline"));
      List<String> words = List.of(new String(arguments, StandardCharsets.UTF_8).split("\0", -1));
      return words.get(0).endsWith("postgres") && words.contains(data.toString());
    } catch (IOException gone) {
      return false;
    }
  }
}
