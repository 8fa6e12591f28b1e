package dev.muster.platform.postgres;

import dev.muster.platform.binary.ServerBinaries;
import dev.muster.platform.process.ChildProcess;
import dev.muster.platform.process.ChildSpec;
import dev.muster.platform.process.FreePorts;
import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.PrivateFiles;
import dev.muster.platform.process.Readiness;
import dev.muster.platform.process.Reason;
import dev.muster.platform.process.Signal;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * A real PostgreSQL 18 server as a child process, on loopback, with its data kept between starts.
 * {@link #start} returns when it answers queries. Not meant for concurrent starts and stops from
 * several threads.
 */
public final class PostgresServer implements AutoCloseable {
  public static final String ADMINISTRATOR = "muster_platform";

  private static final Duration BACKENDS_LEAVE_WITHIN = Duration.ofSeconds(20);
  private static final Duration ASKED_EVERY = Duration.ofMillis(30);
  private static final Duration READY_WITHIN = Duration.ofSeconds(60);

  private final PostgresSettings settings;
  private final Path installation;
  private final Unprivileged user;
  private final ChildProcess child;

  /** Unpacks the binaries if needed; starts nothing yet. */
  public PostgresServer(PostgresSettings settings, Consumer<ChildProcess> onUnexpectedExit)
      throws InterruptedException {
    this(settings, onUnexpectedExit, Unprivileged.here());
  }

  PostgresServer(
      PostgresSettings settings, Consumer<ChildProcess> onUnexpectedExit, Unprivileged user) {
    this.settings =
        new PostgresSettings(
            settings.folder().toAbsolutePath().normalize(),
            settings.port(),
            settings.password(),
            settings.durable(),
            settings.extra());
    this.installation = ServerBinaries.postgres(user.cache());
    this.user = user;
    this.child = new ChildProcess(spec(), onUnexpectedExit);
  }

  /**
   * Stops the server that a killed run left on the data of this folder; false when there is none.
   */
  public static boolean stopLeftover(Path folder) throws InterruptedException {
    return LeftoverPostmaster.stop(folder.toAbsolutePath().normalize().resolve("postgres"));
  }

  /** Starts it and waits until it answers; does nothing when it runs. */
  public void start() throws InterruptedException {
    if (child.isAlive()) {
      return;
    }
    try {
      PrivateFiles.folder(settings.folder());
      LeftoverPostmaster.stop(settings.data());
      new DataFolder(installation, settings, user).prepare();
    } catch (IOException e) {
      throw new PlatformException("cannot prepare " + settings.data() + ": " + Reason.of(e), e);
    }
    if (!FreePorts.isFree(settings.port())) {
      throw new PlatformException("port " + settings.port() + " for PostgreSQL is taken");
    }
    child.start();
    child.awaitReady(new Probe(), ASKED_EVERY, READY_WITHIN);
  }

  /** Fast shutdown: sessions are ended, the data is checkpointed. */
  public void stop() throws InterruptedException {
    child.stop(Signal.INTERRUPT, Duration.ofSeconds(30));
  }

  /**
   * A crash. Returns when the server's backends, which notice it by themselves, are gone too: a
   * start before that is refused.
   */
  public void kill() throws InterruptedException {
    List<ProcessHandle> backends =
        ProcessHandle.of(child.pid()).stream().flatMap(ProcessHandle::descendants).toList();
    child.kill();
    for (ProcessHandle backend : backends) {
      try {
        backend.onExit().get(BACKENDS_LEAVE_WITHIN.toSeconds(), TimeUnit.SECONDS);
      } catch (ExecutionException | TimeoutException e) {
        throw new PlatformException(
            "a backend of the killed PostgreSQL stays: " + backend.pid(), e);
      }
    }
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

  public boolean isAlive() {
    return child.isAlive();
  }

  public ChildProcess child() {
    return child;
  }

  public int port() {
    return settings.port();
  }

  /** URL of a database, without credentials. */
  public String jdbcUrl(String database) {
    return "jdbc:postgresql://127.0.0.1:" + settings.port() + "/" + database;
  }

  /** A connection as the administrator. */
  public Connection connect(String database) throws SQLException {
    Properties login = new Properties();
    login.setProperty("user", ADMINISTRATOR);
    login.setProperty("password", settings.password());
    login.setProperty("connectTimeout", "2");
    return DriverManager.getConnection(jdbcUrl(database), login);
  }

  @Override
  public void close() {
    try {
      stop();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private ChildSpec spec() {
    List<String> command = new ArrayList<>(user.prefix());
    command.add(installation.resolve("bin/postgres").toString());
    command.add("-D");
    command.add(settings.data().toString());
    settings.extra().forEach((name, value) -> command.addAll(List.of("-c", name + "=" + value)));
    return new ChildSpec(
        "postgres",
        command,
        Map.of("LC_ALL", "C", "TZ", "UTC"),
        settings.folder(),
        settings.folder(),
        "");
  }

  /** Whether it takes connections. */
  private final class Probe implements Readiness {
    private String lastAnswer = "";

    @Override
    public boolean isReady() {
      try (Connection probe = connect("postgres")) {
        return probe.isValid(2);
      } catch (SQLException notYet) {
        lastAnswer = notYet.getMessage();
        return false;
      }
    }

    @Override
    public String lastAnswer() {
      return lastAnswer;
    }
  }
}
