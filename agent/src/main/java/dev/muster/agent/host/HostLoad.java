package dev.muster.agent.host;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.StringTokenizer;

/**
 * How busy the whole machine is, from {@code /proc}; values are null where there is none (macOS).
 */
public final class HostLoad {
  private final Path proc;
  private long lastIdle;
  private long lastTotal;

  public HostLoad() {
    this(Path.of("/proc"));
  }

  HostLoad(Path proc) {
    this.proc = proc;
  }

  /** Busy share of all processors since the last call, 0–100; since boot on the first call. */
  public synchronized Double cpuPercent() {
    try {
      List<String> lines = Files.readAllLines(proc.resolve("stat"), StandardCharsets.UTF_8);
      List<Long> ticks = numbers(lines.getFirst());
      long idle = ticks.get(3) + ticks.get(4);
      // Guest time is already part of user time, so only the first eight columns are added.
      long total = ticks.stream().limit(8).mapToLong(Long::longValue).sum();
      long passed = total - lastTotal;
      double busy = passed <= 0 ? 0 : 100.0 * (passed - (idle - lastIdle)) / passed;
      lastIdle = idle;
      lastTotal = total;
      return rounded(busy);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Memory that could not be handed out any more, 0–100. */
  public Double memoryPercent() {
    try {
      long total = 0;
      long available = 0;
      for (String line : Files.readAllLines(proc.resolve("meminfo"), StandardCharsets.UTF_8)) {
        if (line.startsWith("MemTotal:")) {
          total = numbers(line).getFirst();
        } else if (line.startsWith("MemAvailable:")) {
          available = numbers(line).getFirst();
        }
      }
      return total == 0 ? null : rounded(100.0 * (total - available) / total);
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  private static List<Long> numbers(String line) {
    List<Long> numbers = new ArrayList<>();
    StringTokenizer words = new StringTokenizer(line);
    words.nextToken();
    while (words.hasMoreTokens()) {
      String word = words.nextToken();
      if (Character.isDigit(word.charAt(0))) {
        numbers.add(Long.parseLong(word));
      }
    }
    return numbers;
  }

  private static double rounded(double percent) {
    return Math.round(Math.clamp(percent, 0.0, 100.0) * 10) / 10.0;
  }
}
