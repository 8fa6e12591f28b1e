package dev.muster.agent.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The processes of a Linux machine, read from {@code /proc}; empty elsewhere. */
final class ProcTable {
  private static final Path PROC = Path.of("/proc");

  private ProcTable() {}

  /**
   * @param startedAt ticks since boot
   */
  record Entry(long pid, long session, long startedAt) {
    /** Whether the process was started with this variable, as far as this user may know. */
    boolean hasVariable(String nameAndValue) {
      try {
        String all =
            "\0" + Files.readString(PROC.resolve(pid + "/environ"), StandardCharsets.ISO_8859_1);
        return all.contains("\0" + nameAndValue + "\0");
      } catch (IOException e) {
        return false;
      }
    }
  }

  /** Everything alive; zombies are not. */
  static List<Entry> read() {
    List<Entry> entries = new ArrayList<>();
    try (DirectoryStream<Path> folders = Files.newDirectoryStream(PROC, "[0-9]*")) {
      for (Path folder : folders) {
        Entry entry = entry(folder);
        if (entry != null) {
          entries.add(entry);
        }
      }
    } catch (IOException | DirectoryIteratorException _) {
      return entries;
    }
    return entries;
  }

  /** Ticks since boot; 0, before everything, for a process that is gone. */
  static long startedAt(long pid) {
    try {
      return Long.parseLong(fields(PROC.resolve(Long.toString(pid)))[19]);
    } catch (IOException | RuntimeException e) {
      return 0;
    }
  }

  private static Entry entry(Path folder) {
    try {
      String[] fields = fields(folder);
      if (fields[0].equals("Z") || fields[0].equals("X")) {
        return null;
      }
      return new Entry(
          Long.parseLong(folder.getFileName().toString()),
          Long.parseLong(fields[3]),
          Long.parseLong(fields[19]));
    } catch (IOException | RuntimeException e) {
      return null;
    }
  }

  /** Those behind the name: state, parent, group, session and so on. */
  private static String[] fields(Path folder) throws IOException {
    String stat = Files.readString(folder.resolve("stat"), StandardCharsets.ISO_8859_1);
    // The name in parentheses may itself contain blanks and parentheses.
    return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
  }
}
