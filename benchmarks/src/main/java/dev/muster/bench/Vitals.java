package dev.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What a server's process holds on to.
 *
 * @param heapKib live objects of a JVM, after a collection; 0 of a native executable
 * @param sockets connections to its port that it hasn't closed, those that their peers have
 *     included
 */
record Vitals(double heapKib, int sockets, int threads) {
  private static final List<String> TABLES = List.of("tcp", "tcp6");

  static Vitals of(long pid, int port) throws IOException, InterruptedException {
    // The histogram collects first. Twice: what is freed through cleaners goes with the second.
    String unused = Jcmd.run(pid, "GC.class_histogram");
    double bytes =
        Jcmd.run(pid, "GC.class_histogram")
            .lines()
            .filter(line -> line.startsWith("Total"))
            .mapToDouble(line -> Double.parseDouble(line.strip().split("\\s+", -1)[2]))
            .sum();
    return new Vitals(bytes / 1024, sockets(pid, port), threads(pid));
  }

  /** See proc(5): the second field is the local address, the fourth the state. */
  private static int sockets(long pid, int port) throws IOException {
    String local = ":%04X".formatted(port);
    int count = 0;
    for (String table : TABLES) {
      for (String line : Files.readAllLines(Path.of("/proc/" + pid + "/net/" + table))) {
        String[] fields = line.strip().split("\\s+", -1);
        if (fields[1].endsWith(local) && isOpen(fields[3])) {
          count++;
        }
      }
    }
    return count;
  }

  /** Established, or closed by the peer only. */
  private static boolean isOpen(String state) {
    return state.equals("01") || state.equals("08");
  }

  private static int threads(long pid) throws IOException {
    try (Stream<Path> found = Files.list(Path.of("/proc/" + pid + "/task"))) {
      return (int) found.count();
    }
  }
}
