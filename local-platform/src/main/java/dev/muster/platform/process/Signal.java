package dev.muster.platform.process;

import java.io.IOException;
import java.util.List;

/**
 * Signals that {@link ProcessHandle} cannot send, or cannot send to a process that somebody else
 * started.
 */
public enum Signal {
  TERMINATE("TERM"),
  INTERRUPT("INT"),
  QUIT("QUIT"),
  KILL("KILL"),
  PAUSE("STOP"),
  CONTINUE("CONT");

  private final String shellName;

  Signal(String shellName) {
    this.shellName = shellName;
  }

  /**
   * Sends this signal; false when the process is gone. The shell's builtin needs no extra program.
   */
  public boolean send(long pid) throws InterruptedException {
    try {
      Process kill =
          new ProcessBuilder(List.of("/bin/sh", "-c", "kill -" + shellName + " " + pid))
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      return kill.waitFor() == 0;
    } catch (IOException e) {
      throw new PlatformException("cannot run /bin/sh to send " + shellName, e);
    }
  }
}
