package dev.muster.platform.process;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One child process over all its starts. Thread-safe; the methods return when the change is
 * complete, except that {@link #start} doesn't wait for the child to be ready.
 */
public final class ChildProcess implements AutoCloseable {
  private static final boolean OWN_SESSION = Files.isExecutable(Path.of("/usr/bin/setsid"));
  private static final int QUOTED = 25;

  private final ChildSpec spec;
  private final Consumer<ChildProcess> onUnexpectedExit;
  private Process process;
  private boolean wanted;

  /**
   * @param onUnexpectedExit told, on a thread of its own, when the child ends though nobody here
   *     asked for it
   */
  public ChildProcess(ChildSpec spec, Consumer<ChildProcess> onUnexpectedExit) {
    this.spec = spec;
    this.onUnexpectedExit = onUnexpectedExit;
  }

  public ChildSpec spec() {
    return spec;
  }

  public String name() {
    return spec.name();
  }

  public String url() {
    return spec.url();
  }

  public synchronized boolean isAlive() {
    return process != null && process.isAlive();
  }

  /**
   * Whether it is meant to run: started, and neither stopped nor killed through this handle since.
   */
  public synchronized boolean isWanted() {
    return wanted;
  }

  /** The pid of the current or last start; -1 before the first. */
  public synchronized long pid() {
    return process == null ? -1 : process.pid();
  }

  /**
   * Starts it; does nothing when it runs. A leftover of an earlier run under this name is ended
   * first.
   */
  public synchronized void start() {
    wanted = true;
    if (isAlive()) {
      return;
    }
    endLeftover();
    try {
      Files.createDirectories(spec.log().getParent());
      Files.createDirectories(spec.records());
      process = builder().start();
    } catch (IOException e) {
      wanted = false;
      throw new PlatformException("cannot start " + spec.name() + ": " + Reason.of(e), e);
    }
    ProcessIdentity.of(process.pid())
        .ifPresent(me -> new PidRecord(spec.name(), me, spec.url()).write(spec.records()));
    Process started = process;
    Thread.ofVirtual().name("watch-" + spec.name()).start(() -> awaitEnd(started));
  }

  /**
   * Waits until it is ready; when it ends or takes too long, says why with the end of its log.
   *
   * @param every how often it is asked
   */
  public void awaitReady(Readiness readiness, Duration every, Duration within)
      throws InterruptedException {
    long deadline = System.nanoTime() + within.toNanos();
    while (!(isAlive() && readiness.isReady())) {
      if (!isAlive()) {
        throw new PlatformException(
            name() + " ended while it started" + LogTail.quote(spec.log(), QUOTED));
      }
      if (System.nanoTime() > deadline) {
        throw new PlatformException(
            "%s is not ready after %d s %s%s"
                .formatted(
                    name(),
                    within.toSeconds(),
                    readiness.lastAnswer(),
                    LogTail.quote(spec.log(), QUOTED)));
      }
      Thread.sleep(every);
    }
  }

  /** TERM, then KILL after the grace. */
  public synchronized void stop(Duration grace) throws InterruptedException {
    stop(Signal.TERMINATE, grace);
  }

  /** The given signal, then KILL after the grace. */
  public synchronized void stop(Signal signal, Duration grace) throws InterruptedException {
    wanted = false;
    if (isAlive()) {
      Signal.CONTINUE.send(process.pid());
      signal.send(process.pid());
      if (!process.waitFor(grace.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly().waitFor();
      }
    }
    PidRecord.delete(spec.records(), spec.name());
  }

  /** {@code kill -9}; the child gets no chance to say goodbye. */
  public synchronized void kill() throws InterruptedException {
    wanted = false;
    if (isAlive()) {
      process.destroyForcibly().waitFor();
    }
  }

  /** Freezes it where it is (SIGSTOP). */
  public synchronized void pause() throws InterruptedException {
    Signal.PAUSE.send(process.pid());
  }

  public synchronized void resume() throws InterruptedException {
    Signal.CONTINUE.send(process.pid());
  }

  public synchronized void restart(Duration grace) throws InterruptedException {
    stop(grace);
    start();
  }

  @Override
  public void close() {
    try {
      stop(Duration.ofSeconds(10));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void awaitEnd(Process which) {
    which.onExit().join();
    boolean unexpected;
    synchronized (this) {
      unexpected = wanted && which.equals(process);
    }
    if (unexpected) {
      onUnexpectedExit.accept(this);
    }
  }

  private void endLeftover() {
    PidRecord.read(spec.records(), spec.name())
        .ifPresent(
            record -> {
              try {
                record.process().end(Duration.ofSeconds(10));
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
            });
  }

  private ProcessBuilder builder() {
    List<String> command = new ArrayList<>();
    if (OWN_SESSION) {
      // Ctrl-C at a terminal reaches a whole process group; the parts are stopped in order instead.
      command.add("/usr/bin/setsid");
    }
    command.addAll(spec.command());
    ProcessBuilder builder = new ProcessBuilder(command);
    Map<String, String> environment = builder.environment();
    environment.keySet().removeIf(key -> key.startsWith("QUARKUS_") || key.startsWith("MUSTER_"));
    environment.putAll(spec.environment());
    return builder
        .directory(spec.workingFolder().toFile())
        .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(spec.log().toFile()));
  }
}
