package dev.muster.platform;

import dev.muster.platform.postgres.PostgresServer;
import dev.muster.platform.process.PidRecord;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Ends what a killed run left running in a data folder, found by the records that it wrote, and
 * nothing else.
 */
final class Leftovers {
  private Leftovers() {}

  /** Ends them all and returns the names of those that still ran. */
  static List<String> end(Path data) throws InterruptedException {
    Path records = data.resolve("run");
    List<String> ended = new ArrayList<>();
    List<Together.Step> steps = new ArrayList<>();
    for (PidRecord record : PidRecord.all(records)) {
      boolean database = record.name().equals("postgres");
      if (!record.name().equals(LocalPlatform.RECORD)
          && !database
          && record.process().isRunning()) {
        ended.add(record.name());
        steps.add(() -> record.process().end(Duration.ofSeconds(5)));
      }
    }
    Together.run(steps, 16);
    if (PostgresServer.stopLeftover(data)) {
      ended.add("postgres");
    }
    for (PidRecord record : PidRecord.all(records)) {
      PidRecord.delete(records, record.name());
    }
    return ended;
  }
}
