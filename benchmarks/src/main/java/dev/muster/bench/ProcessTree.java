package dev.muster.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Memory and CPU of processes, as Linux accounts for them in {@code /proc}. */
final class ProcessTree {
  private static final double KIB_PER_MIB = 1024;
  // USER_HZ, which is 100 on every Linux that Java runs on.
  private static final double TICKS_PER_SECOND = 100;

  private ProcessTree() {}

  static List<Long> of(long pid) {
    return Stream.concat(
            Stream.of(pid),
            ProcessHandle.of(pid).stream()
                .flatMap(ProcessHandle::descendants)
                .map(ProcessHandle::pid))
        .toList();
  }

  /** Resident memory; pages that processes share are counted in each of them. */
  static double rssMib(List<Long> pids) {
    return pids.stream().mapToDouble(pid -> field(pid, "status", "VmRSS:")).sum() / KIB_PER_MIB;
  }

  /** Resident memory with shared pages divided among those who share them. */
  static double pssMib(List<Long> pids) {
    return pids.stream().mapToDouble(pid -> field(pid, "smaps_rollup", "Pss:")).sum() / KIB_PER_MIB;
  }

  /**
   * CPU time that the processes have used so far, user and system, and those of their children that
   * have ended: PostgreSQL has one per connection.
   */
  static double cpuSeconds(List<Long> pids) {
    return pids.stream().mapToDouble(ProcessTree::cpuTicks).sum() / TICKS_PER_SECOND;
  }

  private static double cpuTicks(long pid) {
    String stat = read(pid, "stat");
    if (stat.isEmpty()) {
      return 0;
    }
    // The name in parentheses may hold blanks; what follows it is plain. See proc(5), utime, stime,
    // cutime and cstime.
    String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
    return Stream.of(fields).skip(11).limit(4).mapToLong(Long::parseLong).sum();
  }

  private static double field(long pid, String file, String name) {
    return read(pid, file)
        .lines()
        .filter(line -> line.startsWith(name))
        .mapToDouble(line -> Double.parseDouble(line.replaceAll("[^0-9]", "")))
        .sum();
  }

  /** Empty when the process has ended. */
  private static String read(long pid, String file) {
    try {
      return Files.readString(Path.of("/proc", Long.toString(pid), file));
    } catch (NoSuchFileException e) {
      return "";
    } catch (IOException e) {
      if (ProcessHandle.of(pid).isEmpty()) {
        return "";
      }
      throw new UncheckedIOException(e);
    }
  }
}
