package dev.muster.platform.redis;

import dev.muster.platform.binary.ServerBinaries;
import dev.muster.platform.process.ChildProcess;
import dev.muster.platform.process.ChildSpec;
import dev.muster.platform.process.FreePorts;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import dev.muster.platform.process.Reason;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * A real Redis server as a child process, on loopback, without persistence: what it holds is gone
 * when it stops, as everything that uses it must be able to bear. {@link #start} returns when it
 * answers.
 */
public final class RedisServer implements AutoCloseable {
  private static final Duration ASKED_EVERY = Duration.ofMillis(20);
  private static final Duration READY_WITHIN = Duration.ofSeconds(20);

  private final Path folder;
  private final int port;
  private final String password;
  private final ChildProcess child;

  /**
   * @param folder keeps {@code redis/} (the configuration), {@code logs/} and {@code run/}
   * @param port loopback port, the same over restarts
   */
  public RedisServer(
      Path folder, int port, String password, Consumer<ChildProcess> onUnexpectedExit) {
    this.folder = folder.toAbsolutePath().normalize();
    this.port = port;
    this.password = password;
    this.child =
        new ChildProcess(
            new ChildSpec(
                "redis",
                List.of(ServerBinaries.redisServer().toString(), configuration().toString()),
                Map.of(),
                this.folder,
                this.folder,
                ""),
            onUnexpectedExit);
  }

  public void start() throws InterruptedException {
    if (child.isAlive()) {
      return;
    }
    try {
      PrivateFiles.folder(folder);
      PrivateFiles.folder(configuration().getParent());
      PrivateFiles.write(
          configuration(),
          """
          bind 127.0.0.1
          port %d
          requirepass %s
          save ""
          appendonly no
          daemonize no
          dir "%s"
          maxclients 4000
          """
              .formatted(port, password, configuration().getParent()));
    } catch (IOException e) {
      throw new PlatformException("cannot prepare " + configuration() + ": " + Reason.of(e), e);
    }
    child.start();
    try {
      child.awaitReady(this::answers, ASKED_EVERY, READY_WITHIN);
    } catch (PlatformException e) {
      if (!child.isAlive() && !FreePorts.isFree(port)) {
        throw new PlatformException("port " + port + " for Redis is taken", e);
      }
      throw e;
    }
  }

  public void stop() throws InterruptedException {
    child.stop(Duration.ofSeconds(10));
  }

  public void kill() throws InterruptedException {
    child.kill();
  }

  public void pause() throws InterruptedException {
    child.pause();
  }

  public void resume() throws InterruptedException {
    child.resume();
  }

  public void restart() throws InterruptedException {
    stop();
    start();
  }

  /** Deletes everything it holds. */
  public void flush() {
    try (RedisConnection redis = RedisConnection.open(port, password)) {
      redis.command("FLUSHALL");
    } catch (IOException e) {
      throw new PlatformException("cannot flush Redis: " + Reason.of(e), e);
    }
  }

  public boolean isAlive() {
    return child.isAlive();
  }

  public ChildProcess child() {
    return child;
  }

  public int port() {
    return port;
  }

  /** Address without the password. */
  public String url() {
    return "redis://127.0.0.1:" + port;
  }

  @Override
  public void close() {
    child.close();
  }

  private Path configuration() {
    return folder.resolve("redis").resolve("redis.conf");
  }

  private boolean answers() {
    try (RedisConnection redis = RedisConnection.open(port, password)) {
      return redis.command("PING").equals("+PONG");
    } catch (IOException notYet) {
      return false;
    }
  }
}
