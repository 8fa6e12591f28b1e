package dev.muster.test;

import dev.muster.platform.Secrets;
import dev.muster.platform.binary.BinaryCache;
import dev.muster.platform.postgres.PostgresServer;
import dev.muster.platform.postgres.PostgresSettings;
import dev.muster.platform.process.FreePorts;
import dev.muster.platform.process.PidRecord;
import dev.muster.platform.process.ProcessIdentity;
import dev.muster.platform.redis.RedisServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/**
 * The PostgreSQL and the Redis of this JVM (of each class loader that asks: Quarkus has its own),
 * started on first use below {@code target/servers/PID-…} and stopped with it. Commits don't wait
 * for the disk: a crash may lose everything here, as nothing in it outlives the JVM.
 */
final class Servers {
  private static final Path FOLDER = Path.of("target", "servers").toAbsolutePath();
  private static final long PID = ProcessHandle.current().pid();

  private static Path mine;
  private static PostgresServer postgres;
  private static RedisServer redis;
  private static String redisPassword;

  private Servers() {}

  static synchronized PostgresServer postgres() {
    if (postgres == null) {
      prepare();
      try {
        postgres =
            new PostgresServer(
                new PostgresSettings(mine, FreePorts.next(), Secrets.randomPassword(), false),
                unexpected -> {});
        postgres.start();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return postgres;
  }

  static synchronized RedisServer redis() {
    if (redis == null) {
      prepare();
      try {
        redisPassword = Secrets.randomPassword();
        redis = new RedisServer(mine, FreePorts.next(), redisPassword, unexpected -> {});
        redis.start();
      } catch (InterruptedException e) {
        throw interrupted(e);
      }
    }
    return redis;
  }

  static synchronized String redisPassword() {
    redis();
    return redisPassword;
  }

  private static void prepare() {
    if (postgres != null || redis != null) {
      return;
    }
    try {
      removeLeftovers();
      mine = Files.createTempDirectory(Files.createDirectories(FOLDER), PID + "-");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Runtime.getRuntime().addShutdownHook(new Thread(Servers::stop, "stop-test-servers"));
  }

  private static void stop() {
    try {
      if (postgres != null) {
        // Nothing is worth a checkpoint here.
        postgres.kill();
      }
      if (redis != null) {
        redis.kill();
      }
      BinaryCache.deleteTree(mine);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException leftForTheNextRun) {
      System.err.println("could not delete " + mine + ": " + leftForTheNextRun.getMessage());
    }
  }

  /** A killed JVM leaves its servers running; the folder's name says which JVM it was. */
  private static void removeLeftovers() throws IOException {
    if (!Files.isDirectory(FOLDER)) {
      return;
    }
    List<Path> folders;
    try (Stream<Path> found = Files.list(FOLDER)) {
      folders = found.toList();
    }
    for (Path folder : folders) {
      long owner = Long.parseLong(folder.getFileName().toString().replaceFirst("-.*", ""));
      if (owner != PID && ProcessIdentity.of(owner).isEmpty()) {
        for (PidRecord record : PidRecord.all(folder.resolve("run"))) {
          try {
            record.process().end(Duration.ofSeconds(1));
          } catch (InterruptedException e) {
            throw interrupted(e);
          }
        }
        BinaryCache.deleteTree(folder);
      }
    }
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted while starting a server", e);
  }
}
