package dev.muster.tasks.submit;

import dev.muster.tasks.commit.SharedCommits;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.dispatch.Dispatcher;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Single submits, durable by {@link SharedCommits}. The ids are ours: inserting the same rows again
 * finds them there or makes them.
 */
@ApplicationScoped
class Submissions {
  private static final int MOST_PER_COMMIT = 200;

  private final SharedCommits<Insertion.Routed, Insertion.Done> commits;

  @Inject
  Submissions(Insertion insertion, Dispatcher dispatcher, TaskConfig config) {
    commits =
        new SharedCommits<>(
            new SharedCommits.Bounds(config.maxWaitingSubmits(), MOST_PER_COMMIT, MOST_PER_COMMIT),
            task -> 1,
            tasks ->
                dispatcher.commit(change -> insertion.insert(change, tasks), Insertion::freed));
  }

  /** Returns when the task is durable. */
  Submitted submit(NewTask task, long routeId) {
    Insertion.Done done = commits.store(new Insertion.Routed(task, routeId));
    if (done.refusal() != null) {
      throw done.refusal();
    }
    return done.submitted();
  }

  void start(@Observes StartupEvent event) {
    commits.start("submissions");
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    commits.stop();
  }
}
