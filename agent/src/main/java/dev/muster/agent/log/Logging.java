package dev.muster.agent.log;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.logging.StreamHandler;

/** The whole program logs to standard error, one line an entry. */
public final class Logging {
  private static final Logger ROOT = Logger.getLogger("");
  private static final Logger OWN = Logger.getLogger("muster");

  private Logging() {}

  public static void start(boolean json, String agentId) {
    for (Handler handler : ROOT.getHandlers()) {
      ROOT.removeHandler(handler);
    }
    ROOT.addHandler(new Console(json ? new JsonLines(agentId) : new OneLineFormat()));
    ROOT.setLevel(Level.INFO);
  }

  public static boolean isLevel(String name) {
    return Levels.parse(name).isPresent();
  }

  /**
   * From now on only entries of that level and above are written. Libraries and the JDK stay at
   * {@code info} at least: below it the JDK logs each start of a process with a stack trace.
   */
  public static void level(String name) {
    Levels.parse(name)
        .ifPresent(
            level -> {
              OWN.setLevel(level);
              ROOT.setLevel(level.intValue() < Level.INFO.intValue() ? Level.INFO : level);
            });
  }

  private static final class Console extends StreamHandler {
    Console(java.util.logging.Formatter format) {
      super(System.err, format);
      // What is written is said by the loggers' levels alone.
      setLevel(Level.ALL);
    }

    @Override
    public synchronized void publish(java.util.logging.LogRecord entry) {
      super.publish(entry);
      flush();
    }
  }
}
