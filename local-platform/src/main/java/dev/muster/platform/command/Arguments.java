package dev.muster.platform.command;

import dev.muster.platform.Checkout;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/**
 * Options of the commands; each has the default that {@code ./muster help} names.
 *
 * @param host address that the edge listens on
 * @param data absolute data folder
 * @param settingsFile absolute; null for none
 * @param detached whether {@code up} returns when everything is healthy
 */
public record Arguments(
    String host,
    int port,
    Path data,
    int agents,
    int gateways,
    int taskServices,
    boolean nativeExecutables,
    Path settingsFile,
    boolean detached) {

  public static Arguments parse(List<String> words) {
    String host = "127.0.0.1";
    int port = 8080;
    Path data = null;
    int agents = 1;
    int gateways = 1;
    int taskServices = 1;
    boolean nativeExecutables = false;
    Path settingsFile = null;
    boolean detached = false;
    Iterator<String> rest = split(words).iterator();
    while (rest.hasNext()) {
      String option = rest.next();
      switch (option) {
        case "--host" -> host = value(option, rest);
        case "--port" -> port = number(option, rest, 1, 65_535);
        case "--data" -> data = Path.of(value(option, rest)).toAbsolutePath().normalize();
        case "--agents" -> agents = number(option, rest, 0, 100);
        case "--gateways" -> gateways = number(option, rest, 1, 20);
        case "--task-services" -> taskServices = number(option, rest, 1, 20);
        case "--settings" -> settingsFile = Path.of(value(option, rest)).toAbsolutePath();
        case "--native" -> nativeExecutables = true;
        case "-d", "--detach" -> detached = true;
        default -> throw new IllegalArgumentException("unknown option: " + option);
      }
    }
    Path folder = data == null ? usualData() : data;
    return new Arguments(
        host,
        port,
        folder,
        agents,
        gateways,
        taskServices,
        nativeExecutables,
        settingsFile,
        detached);
  }

  /** For every service, over the platform's own. */
  Map<String, String> settings() {
    return settingsFile == null ? Map.of() : ServiceSettings.read(settingsFile);
  }

  /** What another command has to be given to mean the same folder: empty for the usual one. */
  public String dataOption() {
    return data.equals(usualData()) ? "" : " --data " + data;
  }

  private static Path usualData() {
    return Checkout.here().root().resolve(".muster");
  }

  /** The same options as words, without {@code -d}, for a run in the background. */
  List<String> foreground() {
    List<String> words =
        new ArrayList<>(
            List.of(
                "--host", host,
                "--port", Integer.toString(port),
                "--data", data.toString(),
                "--agents", Integer.toString(agents),
                "--gateways", Integer.toString(gateways),
                "--task-services", Integer.toString(taskServices)));
    if (nativeExecutables) {
      words.add("--native");
    }
    if (settingsFile != null) {
      words.addAll(List.of("--settings", settingsFile.toString()));
    }
    return words;
  }

  /** Takes {@code --port=1} as {@code --port 1}. */
  private static List<String> split(List<String> words) {
    List<String> parts = new ArrayList<>();
    for (String word : words) {
      int equals = word.startsWith("--") ? word.indexOf('=') : -1;
      if (equals < 0) {
        parts.add(word);
      } else {
        parts.add(word.substring(0, equals));
        parts.add(word.substring(equals + 1));
      }
    }
    return parts;
  }

  private static String value(String option, Iterator<String> rest) {
    String value = rest.hasNext() ? rest.next() : "";
    if (value.isBlank()) {
      throw new IllegalArgumentException(option + " needs a value");
    }
    return value;
  }

  private static int number(String option, Iterator<String> rest, int least, int most) {
    String text = value(option, rest);
    try {
      int number = Integer.parseInt(text);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException notANumber) {
      // Said below.
    }
    throw new IllegalArgumentException(
        option + " needs a number from " + least + " to " + most + ", not " + text);
  }
}
