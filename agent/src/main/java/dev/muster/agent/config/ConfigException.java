package dev.muster.agent.config;

/** A setting that can't be used; the message is one sentence for whoever started the program. */
public final class ConfigException extends Exception {
  public ConfigException(String sentence) {
    super(sentence);
  }
}
