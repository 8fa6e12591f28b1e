package dev.muster.platform.part;

import java.util.List;

/** Small and quick to start rather than fast at its peak: all parts share a laptop. */
public final class JvmOptions {
  private JvmOptions() {}

  public static List<String> service() {
    return with("-Xmx128m");
  }

  public static List<String> agent() {
    return with("-Xmx64m");
  }

  private static List<String> with(String heap) {
    return List.of(
        heap,
        "-XX:+UseSerialGC",
        "-XX:+UseCompactObjectHeaders",
        "-XX:TieredStopAtLevel=1",
        "-Xss512k",
        "--sun-misc-unsafe-memory-access=allow",
        "-XX:+ExitOnOutOfMemoryError");
  }
}
