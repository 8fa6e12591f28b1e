package dev.muster.platform.process;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * Names one process for good: a pid alone is reused by the kernel, a pid with its start time on
 * this boot is not.
 *
 * @param pid the process id
 * @param started boot id and kernel start tick, compared only for equality
 * @param executable file name of the running program, for example {@code java}
 */
public record ProcessIdentity(long pid, String started, String executable) {
  /** Programs that become the real one by exec, so a record may have caught them in between. */
  private static final Set<String> LAUNCHERS =
      Set.of("setsid", "unshare", "setpriv", "jspawnhelper");

  /** The process that has this pid now; empty when there is none or it is a zombie. */
  public static Optional<ProcessIdentity> of(long pid) {
    try {
      String stat =
          Files.readString(Path.of("/proc/" + pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] afterName = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
      if (afterName[0].equals("Z") || afterName[0].equals("X")) {
        return Optional.empty();
      }
      String boot = Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip();
      return Optional.of(new ProcessIdentity(pid, boot + ":" + afterName[19], executable(pid)));
    } catch (IOException | RuntimeException gone) {
      return Optional.empty();
    }
  }

  /** Whether the very same process still runs. */
  public boolean isRunning() {
    return of(pid).filter(this::sameProcess).isPresent();
  }

  private boolean sameProcess(ProcessIdentity now) {
    return now.started.equals(started)
        && (now.executable.equals(executable)
            || LAUNCHERS.contains(executable)
            || LAUNCHERS.contains(now.executable));
  }

  /** Ends exactly this process: TERM, and KILL after the grace. Returns once it is gone. */
  public void end(Duration grace) throws InterruptedException {
    if (!isRunning()) {
      return;
    }
    Signal.CONTINUE.send(pid);
    Signal.TERMINATE.send(pid);
    if (!awaitExit(grace)) {
      Signal.KILL.send(pid);
      awaitExit(Duration.ofSeconds(10));
    }
  }

  /** Waits until this process is gone; false when it still runs after the time. */
  public boolean awaitExit(Duration limit) throws InterruptedException {
    long deadline = System.nanoTime() + limit.toNanos();
    while (isRunning()) {
      if (System.nanoTime() > deadline) {
        return false;
      }
      Thread.sleep(20);
    }
    return true;
  }

  private static String executable(long pid) {
    try {
      String name =
          Files.readSymbolicLink(Path.of("/proc/" + pid + "/exe")).getFileName().toString();
      return name.replace(" (deleted)", "");
    } catch (IOException | RuntimeException unreadable) {
      return "";
    }
  }
}
