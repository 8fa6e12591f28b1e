package dev.muster.platform.process;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/** The end of a log, for the message about a child that didn't start. */
public final class LogTail {
  private static final int WINDOW = 16 * 1024;

  private LogTail() {}

  public static List<String> lines(Path log, int count) {
    try (RandomAccessFile file = new RandomAccessFile(log.toFile(), "r")) {
      long from = Math.max(0, file.length() - WINDOW);
      byte[] bytes = new byte[(int) (file.length() - from)];
      file.seek(from);
      file.readFully(bytes);
      List<String> all = Arrays.asList(new String(bytes, StandardCharsets.UTF_8).split("\n", -1));
      List<String> filled = all.stream().filter(line -> !line.isBlank()).toList();
      return filled.subList(Math.max(0, filled.size() - count), filled.size());
    } catch (IOException unreadable) {
      return List.of();
    }
  }

  /** The last lines, indented under a message. */
  public static String quote(Path log, int count) {
    List<String> lines = lines(log, count);
    return lines.isEmpty() ? "" : "\n    " + String.join("\n    ", lines) + "\n  full log: " + log;
  }
}
