package dev.muster.platform.process;

/** Whether a child can do its work now. */
@FunctionalInterface
public interface Readiness {
  boolean isReady();

  /** What the last question was answered, for the message that it isn't ready; may be empty. */
  default String lastAnswer() {
    return "";
  }
}
