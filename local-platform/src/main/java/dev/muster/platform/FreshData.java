package dev.muster.platform;

import dev.muster.platform.binary.BinaryCache;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import dev.muster.platform.process.ProcessIdentity;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;

/**
 * Data folders named {@code PID-n} after the JVM that uses them, so that the next one knows which
 * are abandoned.
 */
final class FreshData {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private FreshData() {}

  static Path under(Path parent) {
    try {
      Files.createDirectories(parent);
      clearAbandoned(parent);
      long me = ProcessHandle.current().pid();
      return PrivateFiles.folder(parent.resolve(me + "-" + COUNT.incrementAndGet()));
    } catch (IOException e) {
      throw new PlatformException("cannot make a data folder in " + parent, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PlatformException("interrupted while clearing " + parent, e);
    }
  }

  private static void clearAbandoned(Path parent) throws IOException, InterruptedException {
    List<Path> folders;
    try (Stream<Path> found = Files.list(parent)) {
      folders =
          found.filter(folder -> folder.getFileName().toString().matches("\\d+-\\d+")).toList();
    }
    for (Path folder : folders) {
      String name = folder.getFileName().toString();
      long owner = Long.parseLong(name.substring(0, name.indexOf('-')));
      if (owner != ProcessHandle.current().pid() && ProcessIdentity.of(owner).isEmpty()) {
        Leftovers.end(folder);
        BinaryCache.deleteTree(folder);
      }
    }
  }
}
