package dev.muster.tasks.controlplane;

import java.time.Duration;
import java.util.Optional;

/** The control plane gave no answer that can be used: the same is to be asked again later. */
final class PlaneAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Duration retryAfter;
  private final boolean broken;

  /**
   * @param retryAfter null when it said nothing of that
   */
  PlaneAwayException(String message, Duration retryAfter) {
    this(message, retryAfter, false);
  }

  private PlaneAwayException(String message, Duration retryAfter, boolean broken) {
    super(message);
    this.retryAfter = retryAfter;
    this.broken = broken;
  }

  /** It answered 500. */
  static PlaneAwayException broken(String message, Duration retryAfter) {
    return new PlaneAwayException(message, retryAfter, true);
  }

  /** Whether what was sent may be the reason: less of it may be taken. */
  boolean isBroken() {
    return broken;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
