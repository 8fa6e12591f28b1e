package dev.muster.auth.session;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.muster.error.ContractException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Deletes what ended long ago, a thousand rows at a time. */
@ApplicationScoped
class SessionPurge {
  private static final Logger LOG = Logger.getLogger(SessionPurge.class);

  private final Sessions sessions;

  @Inject
  SessionPurge(Sessions sessions) {
    this.sessions = sessions;
  }

  @Scheduled(
      every = "60s",
      delayed = "60s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void purge() {
    try {
      sessions.purge();
    } catch (ContractException e) {
      LOG.debugf("not now: %s", e.getMessage());
    }
  }
}
