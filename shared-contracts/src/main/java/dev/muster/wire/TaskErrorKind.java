package dev.muster.wire;

import java.util.Locale;

/** Why an attempt didn't end with a result (protocol §1 and §2). */
public enum TaskErrorKind {
  /** The work itself failed: costs one of {@code max_attempts}. */
  FAILED,
  /** The confirmation of a cancel. */
  CANCELED,
  /** The run time was up: costs one of {@code max_attempts}. */
  TIMEOUT,
  /** The agent couldn't run it for reasons of its own: costs one of {@code max_lost}. */
  INFRASTRUCTURE;

  public String wire() {
    return name().toLowerCase(Locale.ROOT);
  }
}
