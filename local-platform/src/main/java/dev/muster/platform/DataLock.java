package dev.muster.platform;

import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Holds a data folder for one run. The kernel lets go of it when the run ends, however it ends. */
final class DataLock implements AutoCloseable {
  private final FileChannel channel;

  private DataLock(FileChannel channel) {
    this.channel = channel;
  }

  static DataLock take(Path data) {
    try {
      PrivateFiles.folder(data);
      FileChannel channel =
          FileChannel.open(
              data.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      try {
        FileLock lock = channel.tryLock();
        if (lock != null) {
          return new DataLock(channel);
        }
      } catch (OverlappingFileLockException inThisProcess) {
        // Said below, like a lock of another process.
      }
      channel.close();
    } catch (IOException e) {
      throw new PlatformException("cannot use " + data + " for data: " + e.getMessage(), e);
    }
    String holder =
        PidRecord.read(data.resolve("run"), LocalPlatform.RECORD)
            .map(record -> " (pid " + record.process().pid() + ")")
            .orElse("");
    throw new PlatformException(
        data
            + " is in use by another run"
            + holder
            + "; stop that one first, or choose another with --data");
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new PlatformException("cannot release the data lock", e);
    }
  }
}
