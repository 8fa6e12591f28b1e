package dev.muster.tasks.log;

import dev.muster.tasks.commit.SharedCommits;
import dev.muster.tasks.config.TaskConfig;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;

/**
 * Output that is posted, durable by {@link SharedCommits}. What was stored agrees the second time.
 */
@ApplicationScoped
class LogChunks {
  private static final int MOST_PER_COMMIT = 256;
  private static final int MOST_BYTES_PER_COMMIT = 4 << 20;

  /** What an empty piece costs too. */
  private static final int ENVELOPE = 1_024;

  private final SharedCommits<LogWrite, LogStore.Written> commits;

  @Inject
  LogChunks(LogStore store, TaskConfig config) {
    commits =
        new SharedCommits<>(
            new SharedCommits.Bounds(
                config.maxWaitingLogBytes(), MOST_PER_COMMIT, MOST_BYTES_PER_COMMIT),
            write -> ENVELOPE + write.content().length(),
            store::write);
  }

  /** Returns when it is durable or refused. Throws 5003 when too much waits. */
  LogStore.Written store(LogWrite write) {
    return commits.store(write);
  }

  void start(@Observes StartupEvent event) {
    commits.start("log-chunks");
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    commits.stop();
  }
}
