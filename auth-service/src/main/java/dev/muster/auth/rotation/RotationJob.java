package dev.muster.auth.rotation;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.muster.auth.key.KeyRing;
import dev.muster.error.ContractException;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import org.jboss.logging.Logger;

/** Looks from time to time whether a key is due; on several replicas at once does no harm. */
@ApplicationScoped
class RotationJob {
  private static final Logger LOG = Logger.getLogger(RotationJob.class);

  private final Rotation rotation;
  private final KeyRing ring;

  @Inject
  RotationJob(Rotation rotation, KeyRing ring) {
    this.rotation = rotation;
    this.ring = ring;
  }

  @Scheduled(
      every = "30s",
      delayed = "15s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  void step() {
    try {
      if (rotation.step()) {
        ring.refresh();
        LOG.infof("signing with key %s from now on", ring.active().kid());
      }
    } catch (ContractException e) {
      LOG.debugf("not now: %s", e.getMessage());
    }
  }
}
