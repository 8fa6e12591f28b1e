package dev.muster.platform.postgres;

import dev.muster.platform.binary.BinaryCache;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * How to run PostgreSQL, which refuses to run as root, when we are root: in a user namespace of its
 * own, or, where the machine refuses one, as an unprivileged user that owns the data.
 *
 * @param prefix words in front of the command; each becomes the next program by exec, so that the
 *     pid stays
 * @param owner uid that must own the data folder; -1 when it stays ours
 */
record Unprivileged(List<String> prefix, int owner) {
  private static final int NOBODY = 65534;

  static final Unprivileged AS_WE_ARE = new Unprivileged(List.of(), -1);
  static final Unprivileged NAMESPACE = new Unprivileged(List.of("unshare", "-U"), -1);
  static final Unprivileged OTHER_USER =
      new Unprivileged(
          List.of(
              "setpriv",
              "--reuid=" + NOBODY,
              "--regid=" + NOBODY,
              "--clear-groups",
              // Reaches the binaries and the data below folders that only root may enter, such as
              // /root.
              "--inh-caps=+dac_override",
              "--ambient-caps=+dac_override"),
          NOBODY);
  private static final Unprivileged OTHER_USER_WITHOUT_CAPABILITIES =
      new Unprivileged(
          List.of("setpriv", "--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"), NOBODY);

  /** The first way that works on this machine. */
  static Unprivileged here() throws InterruptedException {
    if (!"root".equals(System.getProperty("user.name")) || !isRoot()) {
      return AS_WE_ARE;
    }
    for (Unprivileged way : List.of(NAMESPACE, OTHER_USER)) {
      if (way.works()) {
        return way;
      }
    }
    return OTHER_USER_WITHOUT_CAPABILITIES;
  }

  /** Where that user can run programs from. */
  BinaryCache cache() {
    return owner < 0 ? BinaryCache.ofUser() : BinaryCache.ofMachine();
  }

  /** Gives the folder to the user that PostgreSQL will run as. */
  void own(Path folder) throws IOException {
    if (owner < 0) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.toList()) {
        Files.setAttribute(file, "unix:uid", owner, LinkOption.NOFOLLOW_LINKS);
        Files.setAttribute(file, "unix:gid", owner, LinkOption.NOFOLLOW_LINKS);
      }
    }
  }

  private boolean works() throws InterruptedException {
    try {
      Process trial =
          new ProcessBuilder(Stream.concat(prefix.stream(), Stream.of("true")).toList())
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return trial.waitFor(5, TimeUnit.SECONDS) && trial.exitValue() == 0;
    } catch (IOException missing) {
      return false;
    }
  }

  private static boolean isRoot() {
    try {
      return Files.getAttribute(Path.of("/proc/self"), "unix:uid").equals(0);
    } catch (IOException unknown) {
      return true;
    }
  }
}
