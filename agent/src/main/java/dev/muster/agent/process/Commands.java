package dev.muster.agent.process;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Finds commands as a shell would, before anything is started: a session leader that can't execute
 * its command would only leave a message of its own on stderr.
 */
final class Commands {
  private Commands() {}

  /** The file that {@code name} stands for, given the PATH and folder of the new process. */
  static Optional<Path> find(String name, String path, Path folder) {
    try {
      if (name.indexOf('/') >= 0) {
        return Optional.of(folder.resolve(name)).filter(Commands::executable);
      }
      for (String each : path.split(":", -1)) {
        Path file = folder.resolve(each).resolve(name);
        if (executable(file)) {
          return Optional.of(file);
        }
      }
    } catch (InvalidPathException _) {
      return Optional.empty();
    }
    return Optional.empty();
  }

  private static boolean executable(Path file) {
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  /** util-linux' {@code setsid}, by which a process leads its own session; macOS has none. */
  static Optional<Path> setsid() {
    String path = System.getenv().getOrDefault("PATH", "");
    return find("setsid", path + ":/usr/bin:/bin", Path.of("/"))
        .flatMap(
            file -> {
              try {
                return Optional.of(file.toRealPath());
              } catch (IOException e) {
                return Optional.empty();
              }
            });
  }
}
