package dev.muster.platform.command;

import dev.muster.platform.LocalPlatform;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.PlatformException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A platform that another process holds up. */
public final class RunningPlatform {
  private final Path data;

  private RunningPlatform(Path data) {
    this.data = data;
  }

  /** The one on this data folder; empty when none is up. */
  static Optional<RunningPlatform> find(Arguments arguments) {
    return PidRecord.read(arguments.data().resolve("run"), LocalPlatform.RECORD)
        .filter(found -> found.process().isRunning())
        .filter(found -> ReadyMark.isSetBy(arguments.data(), found.process().pid()))
        .map(found -> new RunningPlatform(arguments.data()));
  }

  /** The one on this data folder, started in the background if none is up. */
  public static RunningPlatform findOrStart(Arguments arguments) throws InterruptedException {
    Optional<RunningPlatform> up = find(arguments);
    if (up.isEmpty() && new BackgroundRun(arguments).start() != 0) {
      throw new PlatformException("the platform did not start");
    }
    return up.orElseGet(() -> new RunningPlatform(arguments.data()));
  }

  /** The variables of {@code dev.env}. */
  public Map<String, String> devEnv() throws IOException {
    Map<String, String> variables = new HashMap<>();
    for (String line : Files.readAllLines(data.resolve("dev.env"))) {
      int equals = line.indexOf('=');
      if (equals > 0) {
        variables.put(line.substring(0, equals), line.substring(equals + 1));
      }
    }
    return variables;
  }
}
