package dev.muster.platform.part;

import dev.muster.platform.process.ChildProcess;
import dev.muster.platform.process.LogTail;
import dev.muster.platform.process.PlatformException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;

/** Starts again what ended though nobody asked for it, a little later each time, and says so. */
public final class Supervisor {
  private static final Duration FIRST = Duration.ofSeconds(1);
  private static final Duration LONGEST = Duration.ofSeconds(30);
  private static final Duration STABLE = Duration.ofSeconds(60);

  /** How a part is started; databases have more to do than to start a process. */
  @FunctionalInterface
  public interface Start {
    void run() throws InterruptedException;
  }

  private record History(long endedNanos, Duration pause) {}

  private final Consumer<String> say;
  private final Map<String, History> histories = new ConcurrentHashMap<>();
  private volatile boolean active;

  public Supervisor(Consumer<String> say) {
    this.say = say;
  }

  /**
   * Before this, and after {@link #rest}, an end is left to whoever starts or stops the platform.
   */
  public void begin() {
    active = true;
  }

  public void rest() {
    active = false;
  }

  /** The part ended by itself; returns when it runs again or is no longer wanted. */
  public void ended(ChildProcess child, Start start) {
    while (active && child.isWanted() && !child.isAlive()) {
      Duration pause = nextPause(child.name());
      say.accept(
          child.name()
              + " ended unexpectedly; starting it again in "
              + pause.toSeconds()
              + " s"
              + LogTail.quote(child.spec().log(), 3));
      try {
        Thread.sleep(pause);
        if (!active || !child.isWanted()) {
          return;
        }
        start.run();
        say.accept(child.name() + " runs again");
      } catch (PlatformException failed) {
        say.accept(failed.getMessage());
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
    }
  }

  private Duration nextPause(String name) {
    long now = System.nanoTime();
    return histories
        .compute(
            name,
            (key, last) -> {
              boolean soon = last != null && now - last.endedNanos() < STABLE.toNanos();
              Duration pause = soon ? last.pause().multipliedBy(2) : FIRST;
              return new History(now, pause.compareTo(LONGEST) > 0 ? LONGEST : pause);
            })
        .pause();
  }
}
