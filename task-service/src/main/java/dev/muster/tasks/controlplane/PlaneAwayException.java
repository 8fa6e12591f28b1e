package dev.muster.tasks.controlplane;

import java.time.Duration;
import java.util.Optional;

/** The control plane gave no answer that can be used: the same is to be asked again later. */
final class PlaneAwayException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final transient Duration retryAfter;

  /**
   * @param retryAfter null when it said nothing of that
   */
  PlaneAwayException(String message, Duration retryAfter) {
    super(message);
    this.retryAfter = retryAfter;
  }

  Optional<Duration> retryAfter() {
    return Optional.ofNullable(retryAfter);
  }
}
