package dev.muster.platform.part;

import java.util.List;

/** Small and quick to start rather than fast at its peak: all parts share a laptop. */
public final class JvmOptions {
  private JvmOptions() {}

  public static List<String> service() {
    return with("-Xms16m", "-Xmn8m", "-Xmx128m");
  }

  public static List<String> agent() {
    return with("-Xms8m", "-Xmn4m", "-Xmx64m");
  }

  private static List<String> with(String initialHeap, String youngHeap, String heap) {
    return List.of(
        initialHeap,
        youngHeap,
        heap,
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        "-XX:TieredStopAtLevel=1",
        "-Xss256k",
        // What a start needed and running doesn't goes back to the system.
        "-XX:TrimNativeHeapInterval=10000",
        "-XX:MaxHeapFreeRatio=20",
        "-XX:MinHeapFreeRatio=10",
        "-XX:-ShrinkHeapInSteps",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+ExitOnOutOfMemoryError");
  }
}
