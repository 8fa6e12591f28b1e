package dev.muster.agent.config;

import java.util.regex.Pattern;

/** A credential that never prints itself. */
public record Secret(String value) {
  private static final Pattern TOKEN = Pattern.compile("[!#$%&'*+.^_`|~0-9A-Za-z-]{1,512}");

  /** Whether this text can be shown as a token: it travels in an HTTP header. */
  public static boolean isToken(String text) {
    return TOKEN.matcher(text).matches();
  }

  @Override
  public String toString() {
    return "[REDACTED]";
  }
}
