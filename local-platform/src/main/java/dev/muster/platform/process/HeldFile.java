package dev.muster.platform.process;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/**
 * A file that one holder at a time has, over all processes. The kernel lets go of it when the
 * process ends, however it ends.
 */
public final class HeldFile implements AutoCloseable {
  private final FileChannel channel;

  private HeldFile(FileChannel channel) {
    this.channel = channel;
  }

  /** Makes the file if it isn't there; empty when somebody else holds it. */
  public static Optional<HeldFile> take(Path file) throws IOException {
    FileChannel channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    if (isLocked(channel)) {
      return Optional.of(new HeldFile(channel));
    }
    channel.close();
    return Optional.empty();
  }

  private static boolean isLocked(FileChannel channel) throws IOException {
    try {
      FileLock lock = channel.tryLock();
      return lock != null;
    } catch (OverlappingFileLockException inThisProcess) {
      return false;
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      throw new PlatformException("cannot let go of a lock: " + Reason.of(e), e);
    }
  }
}
