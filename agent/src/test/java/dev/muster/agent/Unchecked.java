package dev.muster.agent;

/** For threads of tests. */
final class Unchecked {
  private Unchecked() {}

  interface Step {
    void run() throws Exception;
  }

  static Runnable of(Step step) {
    return () -> {
      try {
        step.run();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    };
  }
}
