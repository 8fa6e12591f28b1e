package dev.muster.platform.part;

import dev.muster.platform.process.ChildProcess;
import dev.muster.platform.process.Readiness;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A handle to one service replica or agent of a platform. Methods return when the change is
 * complete; {@link #start} returns when the part is ready. After {@link #kill} or {@link #stop} it
 * stays down until {@link #start}.
 */
public final class Part {
  private static final Duration GRACE = Duration.ofSeconds(12);
  private static final Duration ASKED_EVERY = Duration.ofMillis(100);
  private static final Duration READY_WITHIN = Duration.ofSeconds(90);

  private final ChildProcess child;
  private final Readiness readiness;

  public Part(ChildProcess child, Readiness readiness) {
    this.child = child;
    this.readiness = readiness;
  }

  public String name() {
    return child.name();
  }

  /** Where it answers directly, past the edge; empty for agents. */
  public String url() {
    return child.url();
  }

  public long pid() {
    return child.pid();
  }

  public Path log() {
    return child.spec().log();
  }

  public boolean isAlive() {
    return child.isAlive();
  }

  public boolean isWanted() {
    return child.isWanted();
  }

  public boolean isReady() {
    return child.isAlive() && readiness.isReady();
  }

  /**
   * Starts it and waits until it is ready; when it dies or takes too long, says why with the end of
   * its log.
   */
  public void start() throws InterruptedException {
    child.start();
    awaitReady();
  }

  /** Starts it and returns at once. */
  public void launch() {
    child.start();
  }

  public void awaitReady() throws InterruptedException {
    child.awaitReady(readiness, ASKED_EVERY, READY_WITHIN);
  }

  /** SIGTERM, and SIGKILL when it doesn't leave in time. */
  public void stop() throws InterruptedException {
    child.stop(GRACE);
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

  @Override
  public String toString() {
    return name();
  }
}
