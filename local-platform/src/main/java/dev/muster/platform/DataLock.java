package dev.muster.platform;

import dev.muster.platform.process.HeldFile;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.nio.file.Path;

/** Gives a data folder to one run. */
final class DataLock {
  private DataLock() {}

  static HeldFile take(Path data) {
    try {
      PrivateFiles.folder(data);
      return HeldFile.take(data.resolve("lock")).orElseThrow(() -> inUse(data));
    } catch (IOException e) {
      throw new PlatformException("cannot use " + data + " for data: " + Reason.of(e), e);
    }
  }

  private static PlatformException inUse(Path data) {
    String holder =
        PidRecord.read(data.resolve("run"), LocalPlatform.RECORD)
            .map(record -> " (pid " + record.process().pid() + ")")
            .orElse("");
    return new PlatformException(
        data
            + " is in use by another run"
            + holder
            + "; stop that one first, or choose another with --data");
  }
}
