package dev.muster.platform;

import dev.muster.platform.process.PlatformException;
import dev.muster.platform.process.Reason;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs steps at the same time, a bounded number of them, and returns when all are done. */
final class Together {

  /** One step; may take long and be interrupted. */
  @FunctionalInterface
  interface Step {
    void run() throws Exception;
  }

  private Together() {}

  /** Throws the first failure in the order of the steps, after all have ended. */
  static void run(List<Step> steps, int atOnce) throws InterruptedException {
    if (steps.isEmpty()) {
      return;
    }
    List<Callable<Void>> calls = new ArrayList<>();
    for (Step step : steps) {
      calls.add(
          () -> {
            step.run();
            return null;
          });
    }
    try (ExecutorService threads =
        Executors.newFixedThreadPool(
            Math.min(atOnce, steps.size()), Thread.ofVirtual().factory())) {
      List<Future<Void>> results = threads.invokeAll(calls);
      for (Future<Void> result : results) {
        rethrow(result);
      }
    }
  }

  private static void rethrow(Future<Void> result) throws InterruptedException {
    try {
      result.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof PlatformException known) {
        throw known;
      }
      if (e.getCause() instanceof InterruptedException interrupted) {
        throw interrupted;
      }
      throw new PlatformException(Reason.of(e.getCause()), e.getCause());
    }
  }
}
