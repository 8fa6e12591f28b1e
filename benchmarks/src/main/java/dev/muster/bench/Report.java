package dev.muster.bench;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.wire.FrameCodec;
import java.io.PrintStream;
import java.util.Locale;

/** Prints one JSON line per figure; progress goes to the standard error. */
final class Report {
  private final String bench;
  private final PrintStream out;

  Report(String bench, PrintStream out) {
    this.bench = bench;
    this.out = out;
  }

  /** A figure that shall be at most the target. */
  void atMost(String metric, double value, String unit, double target) {
    ObjectNode line = line(metric, value, unit);
    line.put("target", target);
    line.put("ok", value <= target);
    out.println(line);
  }

  /** A figure that shall be at least the target. */
  void atLeast(String metric, double value, String unit, double target) {
    ObjectNode line = line(metric, value, unit);
    line.put("target", target);
    line.put("ok", value >= target);
    out.println(line);
  }

  /** A figure without a target. */
  void figure(String metric, double value, String unit) {
    ObjectNode line = line(metric, value, unit);
    line.putNull("target");
    line.putNull("ok");
    out.println(line);
  }

  /** How many; there is no target. */
  void count(String metric, long number) {
    figure(metric, (double) number, "count");
  }

  /** How many of what should not happen. */
  void none(String metric, long number) {
    ObjectNode line = line(metric, (double) number, "count");
    line.put("target", 0);
    line.put("ok", number == 0);
    out.println(line);
  }

  void progress(String sentence) {
    System.err.println("# " + sentence);
  }

  private ObjectNode line(String metric, double value, String unit) {
    ObjectNode line = FrameCodec.JSON.createObjectNode();
    line.put("bench", bench);
    line.put("metric", metric);
    line.put("value", Double.parseDouble(String.format(Locale.ROOT, "%.3f", value)));
    line.put("unit", unit);
    return line;
  }
}
