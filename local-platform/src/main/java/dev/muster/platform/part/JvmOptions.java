package dev.muster.platform.part;

import java.util.List;

/** Small and quick to start rather than fast at its peak: all parts share a laptop. */
public final class JvmOptions {
  private static final String ONE_COMPILER = "-XX:TieredStopAtLevel=1";

  private JvmOptions() {}

  /**
   * auth-service signs: without the second compiler, which knows RSA's arithmetic, a token takes 6
   * ms instead of 0.8. For the others the first compiler does, in less memory.
   */
  public static List<String> service(ServiceKind kind) {
    return with(
        kind == ServiceKind.AUTH ? "-XX:+TieredCompilation" : ONE_COMPILER,
        "-Xms16m",
        "-Xmn8m",
        // Only what is used is taken: of the gateway, a hundredth of a MiB for each connection.
        kind == ServiceKind.GATEWAY ? "-Xmx320m" : "-Xmx128m");
  }

  /** A server's, where speed is what counts: both compilers, and a heap that needn't grow. */
  public static List<String> server() {
    return List.of(
        "-Xms512m",
        "-Xmx512m",
        "-Xmn256m",
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+ExitOnOutOfMemoryError");
  }

  public static List<String> agent() {
    return with(ONE_COMPILER, "-Xms8m", "-Xmn4m", "-Xmx64m");
  }

  private static List<String> with(
      String compiler, String initialHeap, String youngHeap, String heap) {
    return List.of(
        compiler,
        initialHeap,
        youngHeap,
        heap,
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
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
