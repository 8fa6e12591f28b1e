package dev.muster.agent.executor;

import java.time.Duration;

/**
 * Why an attempt must end, and how long it may take to do so by itself.
 *
 * @param message a sentence for the task's owner; null when nobody is told
 */
public record StopRequest(Reason reason, Duration grace, String message) {
  /** Who wants it to end. */
  public enum Reason {
    CANCELED,
    TIMEOUT,
    /** The attempt isn't this agent's any more: nothing of it is reported. */
    ABANDONED
  }
}
