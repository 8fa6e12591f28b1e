package dev.muster.agent.config;

import java.nio.file.Path;

/**
 * The program's arguments.
 *
 * @param config null when there is no properties file
 */
public record CommandLine(boolean help, boolean version, Path config) {
  public static final String HELP =
      """
      muster-agent: runs tasks that a Muster server hands to this machine.

      usage: muster-agent [--config FILE] [--help] [--version]

      Settings, from the environment or else from FILE (lines of NAME=value):
      """
          + String.join("\n", Setting.table());

  public static CommandLine of(String... arguments) throws ConfigException {
    boolean help = false;
    boolean version = false;
    Path config = null;
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "--help", "-h" -> help = true;
        case "--version" -> version = true;
        case "--config" -> {
          if (++i == arguments.length) {
            throw new ConfigException("--config needs a file.");
          }
          config = Path.of(arguments[i]);
        }
        default -> throw new ConfigException("Unknown argument " + arguments[i] + " (see --help).");
      }
    }
    return new CommandLine(help, version, config);
  }
}
