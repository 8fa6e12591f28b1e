package dev.muster.agent.data;

import dev.muster.agent.config.ConfigException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.UUID;

/**
 * The agent's own folder, readable by its user alone and held by one running agent at a time. The
 * lock is the operating system's, so it goes with the process however that ends.
 */
public final class DataFolder implements AutoCloseable {
  private final Path root;
  private final FileChannel channel;
  private final FileLock lock;

  private DataFolder(Path root, FileChannel channel, FileLock lock) {
    this.root = root;
    this.channel = channel;
    this.lock = lock;
  }

  public static DataFolder open(Path root) throws ConfigException {
    try {
      privateFolder(root);
      FileChannel channel =
          FileChannel.open(
              root.resolve("lock"),
              StandardOpenOption.CREATE,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE);
      FileLock lock = tryLock(channel);
      if (lock == null) {
        String holder = Files.readString(root.resolve("lock"), StandardCharsets.UTF_8).strip();
        channel.close();
        throw new ConfigException(
            "Another muster-agent (process " + holder + ") is using the folder " + root + ".");
      }
      channel.truncate(0);
      channel.write(
          ByteBuffer.wrap((ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.UTF_8)));
      return new DataFolder(root, channel, lock);
    } catch (IOException e) {
      throw new ConfigException("The folder " + root + " can't be used: " + e.getMessage() + ".");
    }
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  /** A folder inside this one, made when it isn't there. */
  public Path folder(String name) throws IOException {
    return privateFolder(root.resolve(name));
  }

  /** Names this installation across restarts. */
  public String machineId() throws IOException {
    Path file = root.resolve("machine-id");
    if (Files.exists(file)) {
      String id = Files.readString(file, StandardCharsets.UTF_8).strip();
      if (!id.isEmpty()) {
        return id;
      }
    }
    String id = UUID.randomUUID().toString();
    Files.writeString(file, id + "\n", StandardCharsets.UTF_8);
    return id;
  }

  private static Path privateFolder(Path folder) throws IOException {
    if (Files.isDirectory(folder)) {
      return folder;
    }
    return Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
  }

  @Override
  public void close() throws IOException {
    lock.release();
    channel.close();
  }
}
