package dev.muster.agent.process;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The input of a {@code process} task: {@code {"argv":["…"]}} or {@code
 * {"script":"…","shell":"/bin/sh"}}, with {@code env}, {@code cwd} and {@code stdin}.
 *
 * @param argv null when there is a script
 * @param cwd null for the agent's own folder
 * @param stdin null for none
 */
record ProcessSpec(
    List<String> argv,
    String script,
    String shell,
    Map<String, String> env,
    String cwd,
    String stdin) {

  /** An input that says no process; the message names the member. */
  static final class BadInput extends Exception {
    BadInput(String message) {
      super(message);
    }
  }

  static ProcessSpec of(JsonNode input) throws BadInput {
    List<String> argv = argv(input);
    String script = text(input, "script");
    if ((argv == null) == (script == null)) {
      throw new BadInput("input must have exactly one of argv and script");
    }
    String shell = text(input, "shell");
    return new ProcessSpec(
        argv,
        script,
        shell == null ? "/bin/sh" : shell,
        env(input),
        text(input, "cwd"),
        text(input, "stdin"));
  }

  private static List<String> argv(JsonNode input) throws BadInput {
    JsonNode node = input.path("argv");
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    List<String> argv = new ArrayList<>();
    for (JsonNode each : node) {
      if (!each.isTextual() || each.textValue().indexOf('\0') >= 0) {
        throw new BadInput("input.argv must be a list of strings");
      }
      argv.add(each.textValue());
    }
    if (argv.isEmpty() || argv.getFirst().isEmpty()) {
      throw new BadInput("input.argv must begin with a command");
    }
    return argv;
  }

  private static Map<String, String> env(JsonNode input) throws BadInput {
    Map<String, String> env = new LinkedHashMap<>();
    JsonNode node = input.path("env");
    if (!node.isMissingNode() && !node.isNull() && !node.isObject()) {
      throw new BadInput("input.env must be an object of strings");
    }
    for (Map.Entry<String, JsonNode> each : node.properties()) {
      String name = each.getKey();
      JsonNode value = each.getValue();
      if (!value.isTextual()
          || name.isEmpty()
          || name.indexOf('=') >= 0
          || name.indexOf('\0') >= 0
          || value.textValue().indexOf('\0') >= 0) {
        throw new BadInput("input.env must be an object of strings");
      }
      env.put(name, value.textValue());
    }
    return env;
  }

  private static String text(JsonNode input, String name) throws BadInput {
    JsonNode node = input.path(name);
    if (node.isMissingNode() || node.isNull()) {
      return null;
    }
    if (!node.isTextual()) {
      throw new BadInput("input." + name + " must be a string");
    }
    return node.textValue();
  }
}
