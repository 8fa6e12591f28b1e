package dev.muster.conformance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.wire.FrameCodec;
import java.io.PrintStream;

/** The results, one line each, as words or as JSON. */
final class Report {
  private final PrintStream out;
  private final boolean json;
  private int ok;
  private int failed;
  private int skipped;

  Report(PrintStream out, boolean json) {
    this.out = out;
    this.json = json;
  }

  void add(Check check, Result result) {
    switch (result) {
      case Result.Ok _ -> ok++;
      case Result.Failed _ -> failed++;
      case Result.Skipped _ -> skipped++;
    }
    out.println(json ? line(check, result) : words(check, result));
  }

  void end() {
    if (!json) {
      out.printf("%n%d ok, %d failed, %d skipped%n", ok, failed, skipped);
    }
  }

  boolean isGood() {
    return failed == 0;
  }

  private static String words(Check check, Result result) {
    String about = "%-28s %s (%s)".formatted(check.id(), check.sentence(), check.section());
    return switch (result) {
      case Result.Ok _ -> "ok       " + about;
      case Result.Failed(String expected, String seen) ->
          "FAILED   " + about + "\n         expected " + expected + "\n         seen     " + seen;
      case Result.Skipped(String why) -> "skipped  " + about + ": " + why;
    };
  }

  private static String line(Check check, Result result) {
    ObjectNode line = FrameCodec.JSON.createObjectNode();
    line.put("id", check.id()).put("section", check.section()).put("sentence", check.sentence());
    switch (result) {
      case Result.Ok _ -> line.put("result", "ok");
      case Result.Failed(String expected, String seen) ->
          line.put("result", "failed").put("expected", expected).put("seen", seen);
      case Result.Skipped(String why) -> line.put("result", "skipped").put("why", why);
    }
    return line.toString();
  }
}
