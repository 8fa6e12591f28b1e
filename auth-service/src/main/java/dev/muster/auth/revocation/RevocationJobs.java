package dev.muster.auth.revocation;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.muster.error.ContractException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** What has to be done again and again; on several replicas at once does no harm. */
@ApplicationScoped
class RevocationJobs {
  private static final Logger LOG = Logger.getLogger(RevocationJobs.class);

  private final Denylist denylist;

  @Inject
  RevocationJobs(Denylist denylist) {
    this.denylist = denylist;
  }

  @Scheduled(
      every = "2s",
      delayed = "2s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void publishAgain() {
    unlessAway(denylist::publishAgain);
  }

  @Scheduled(
      every = "60s",
      delayed = "60s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void purge() {
    unlessAway(denylist::purge);
  }

  /** While the database is away requests say so; a job just comes again. */
  private static void unlessAway(Runnable work) {
    try {
      work.run();
    } catch (ContractException e) {
      LOG.debugf("not now: %s", e.getMessage());
    }
  }
}
