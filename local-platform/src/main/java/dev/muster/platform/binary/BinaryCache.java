package dev.muster.platform.binary;

import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Server binaries, unpacked once per user into {@code $XDG_CACHE_HOME/muster} (default {@code
 * ~/.cache/muster}).
 */
public final class BinaryCache {

  /** Fills an empty folder; it becomes visible under its name only when this returns. */
  @FunctionalInterface
  public interface Filler {
    void fill(Path folder) throws IOException;
  }

  private final Path root;

  public BinaryCache(Path root) {
    this.root = root;
  }

  public static BinaryCache ofUser() {
    String configured = System.getenv("XDG_CACHE_HOME");
    Path cache =
        configured == null || configured.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(configured);
    return new BinaryCache(cache.resolve("muster"));
  }

  /** For root, when the server will run as a user that cannot enter root's home. */
  public static BinaryCache ofMachine() {
    return new BinaryCache(Path.of("/var/cache/muster"));
  }

  /**
   * The folder of that name, filled now if no one has yet; two processes may race, one of them
   * wins.
   */
  public Path folder(String name, Filler filler) {
    Path wanted = root.resolve(name);
    if (Files.isDirectory(wanted)) {
      return wanted;
    }
    try {
      Files.createDirectories(root);
      Path unfinished = Files.createTempDirectory(root, ".unpacking-");
      try {
        filler.fill(unfinished);
        // The server may run as another user, see Unprivileged.
        Files.setPosixFilePermissions(unfinished, PosixFilePermissions.fromString("rwxr-xr-x"));
        publish(unfinished, wanted);
      } finally {
        deleteTree(unfinished);
      }
      return wanted;
    } catch (IOException e) {
      throw new PlatformException(
          "cannot unpack " + name + " into " + root + ": " + Reason.of(e), e);
    }
  }

  /** The resource's bytes as an executable file. */
  static void executable(InputStream resource, Path file) throws IOException {
    Files.copy(resource, file, StandardCopyOption.REPLACE_EXISTING);
    if (!file.toFile().setExecutable(true)) {
      throw new IOException("cannot make " + file + " executable");
    }
  }

  private static void publish(Path unfinished, Path wanted) throws IOException {
    try {
      Files.move(unfinished, wanted, StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      if (!Files.isDirectory(wanted)) {
        throw e;
      }
    }
  }

  /** Deletes a folder with all it holds; quietly does nothing when there is none. */
  public static void deleteTree(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
