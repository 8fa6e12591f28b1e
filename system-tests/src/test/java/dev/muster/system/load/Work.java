package dev.muster.system.load;

import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A task to submit, and what has to be stored at its end.
 *
 * @param log what the process prints, run as often as it may be; null for tasks that print nothing
 */
public record Work(String type, Map<String, ?> input, String log) {
  private static final int LINES = 12;

  /** Answers its input at once. */
  public static Work echo(String text) {
    return new Work("echo", Map.of("text", text), null);
  }

  public static Work sleep(double seconds) {
    return new Work("sleep", Map.of("seconds", seconds), null);
  }

  /** A process that prints lines, half of them after a while. */
  public static Work process(String text, double seconds) {
    String script =
        """
        i=0
        while [ $i -lt %1$d ]; do
          if [ $i -eq %2$d ]; then sleep %3$s; fi
          echo "$TEXT line $i"
          i=$((i+1))
        done
        """
            .formatted(LINES, LINES / 2, seconds);
    return new Work(
        "process", Map.of("script", script, "env", Map.of("TEXT", text)), lines(text, 0, LINES));
  }

  /** A process that waits in its middle until a file exists. */
  public static Work waitingFor(Path gate, String text) {
    String script =
        """
        echo "$TEXT line 0"
        while [ ! -e "$GATE" ]; do sleep 0.05; done
        echo "$TEXT line 1"
        """;
    return new Work(
        "process",
        Map.of("script", script, "env", Map.of("TEXT", text, "GATE", gate.toString())),
        lines(text, 0, 2));
  }

  private static String lines(String text, int from, int to) {
    return IntStream.range(from, to)
        .mapToObj(line -> text + " line " + line + "\n")
        .collect(Collectors.joining());
  }
}
