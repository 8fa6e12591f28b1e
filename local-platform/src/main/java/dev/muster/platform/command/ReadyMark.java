package dev.muster.platform.command;

import dev.muster.platform.process.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * {@code DIR/run/ready} exists while the platform is up. A record of its holder says whether to
 * believe it.
 */
final class ReadyMark {
  private ReadyMark() {}

  static void set(Path data) {
    try {
      Files.writeString(file(data), Long.toString(ProcessHandle.current().pid()));
    } catch (IOException e) {
      throw new PlatformException("cannot write " + file(data), e);
    }
  }

  /** Whether the process with this pid has said so. */
  static boolean isSetBy(Path data, long pid) {
    try {
      return Files.readString(file(data)).equals(Long.toString(pid));
    } catch (IOException notSet) {
      return false;
    }
  }

  /** Removes this process's own mark; false when there is none. */
  static boolean clear(Path data) {
    if (!isSetBy(data, ProcessHandle.current().pid())) {
      return false;
    }
    try {
      return Files.deleteIfExists(file(data));
    } catch (IOException e) {
      return false;
    }
  }

  private static Path file(Path data) {
    return data.resolve("run").resolve("ready");
  }
}
