package dev.muster.tasks.placement;

import dev.muster.task.Stages;
import java.util.ArrayList;
import java.util.List;

/** What keeps a queued task from starting, whichever agents there are. */
final class Obstacles {
  private Obstacles() {}

  static List<Obstacle> of(TaskFacts task, List<Obstacle> pauses) {
    List<Obstacle> reasons = new ArrayList<>();
    stage(task, reasons);
    if (task.namespacePaused()) {
      reasons.add(
          Obstacle.of("namespace_paused", "the namespace " + task.namespace() + " is paused")
              .with("namespace", task.namespace()));
    }
    reasons.addAll(pauses);
    if (task.quota() != null && task.namespaceRunning() >= task.quota()) {
      reasons.add(
          Obstacle.of("quota", "as many tasks of the namespace run as its quota allows")
              .with("running", task.namespaceRunning())
              .with("quota", task.quota()));
    }
    return reasons;
  }

  private static void stage(TaskFacts task, List<Obstacle> reasons) {
    if (Stages.SCHEDULED.equals(task.stage())) {
      reasons.add(
          Obstacle.of("scheduled", "it is to start at " + task.runAt())
              .with("until", task.runAt()));
    } else if (Stages.RETRY_WAIT.equals(task.stage())) {
      reasons.add(
          Obstacle.of("retry_wait", "its last attempt failed; the next one waits")
              .with("until", task.runAt())
              .with("failures", task.failures()));
    } else if (Stages.RATE_LIMITED.equals(task.stage())) {
      reasons.add(
          Obstacle.of("rate_limited", "others with its rate limit key have their turns before it")
              .with("key", task.rateKey())
              .with("until", task.runAt()));
    } else if (Stages.LIMITED.equals(task.stage())) {
      reasons.add(
          Obstacle.of(
                  "concurrency_limited", "it waits until fewer tasks with its concurrency key run")
              .with("key", task.concurrencyKey())
              .with("running", task.keyRunning())
              .with("limit", task.concurrencyLimit()));
    }
  }
}
