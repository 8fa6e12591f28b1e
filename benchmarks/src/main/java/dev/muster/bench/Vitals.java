package dev.muster.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * What a process holds on to.
 *
 * @param heapKib live objects of a JVM, after a collection; 0 of a native executable
 * @param sockets open ones
 */
record Vitals(double heapKib, int sockets, int threads) {

  static Vitals of(long pid) throws IOException, InterruptedException {
    // The histogram collects first. Twice: what is freed through cleaners goes with the second.
    String unused = Jcmd.run(pid, "GC.class_histogram");
    double bytes =
        Jcmd.run(pid, "GC.class_histogram")
            .lines()
            .filter(line -> line.startsWith("Total"))
            .mapToDouble(line -> Double.parseDouble(line.strip().split("\\s+")[2]))
            .sum();
    return new Vitals(bytes / 1024, sockets(pid), children(Path.of("/proc/" + pid + "/task")));
  }

  private static int sockets(long pid) throws IOException {
    int count = 0;
    try (Stream<Path> open = Files.list(Path.of("/proc/" + pid + "/fd"))) {
      for (Path each : open.toList()) {
        if (isSocket(each)) {
          count++;
        }
      }
    }
    return count;
  }

  private static boolean isSocket(Path descriptor) {
    try {
      return Files.readSymbolicLink(descriptor).toString().startsWith("socket:");
    } catch (IOException e) {
      // Closed since it was listed.
      return false;
    }
  }

  private static int children(Path folder) throws IOException {
    try (Stream<Path> found = Files.list(folder)) {
      return (int) found.count();
    }
  }
}
