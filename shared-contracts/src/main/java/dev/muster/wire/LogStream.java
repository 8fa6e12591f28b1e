package dev.muster.wire;

import java.util.Locale;

/** Where a piece of output came from. */
public enum LogStream {
  STDOUT,
  STDERR;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
