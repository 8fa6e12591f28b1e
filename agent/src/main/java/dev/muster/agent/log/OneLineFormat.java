package dev.muster.agent.log;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.logging.Formatter;
import java.util.logging.LogRecord;

/** {@code 12:03:04.123 INFO message}. */
final class OneLineFormat extends Formatter {
  private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("HH:mm:ss.SSS");

  private final ZoneId zone = ZoneId.systemDefault();

  @Override
  public String format(LogRecord entry) {
    return "%s %-5s %s%s%n"
        .formatted(
            TIME.format(entry.getInstant().atZone(zone)),
            Levels.name(entry.getLevel()),
            formatMessage(entry),
            trace(entry.getThrown()));
  }

  static String trace(Throwable thrown) {
    if (thrown == null) {
      return "";
    }
    StringWriter text = new StringWriter();
    thrown.printStackTrace(new PrintWriter(text, true));
    return System.lineSeparator() + text.toString().stripTrailing();
  }
}
