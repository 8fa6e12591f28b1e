package dev.muster.kit.idempotency;

import dev.muster.error.ContractException;
import dev.muster.kit.db.Transactions;
import io.quarkus.arc.properties.IfBuildProperty;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Deletes keys whose time is over. Replicas may do it at once: a delete more does no harm. */
@ApplicationScoped
@IfBuildProperty(name = IdempotencyKeys.SWITCH, stringValue = "true")
class IdempotencyCleanup {
  private static final Logger LOG = Logger.getLogger(IdempotencyCleanup.class);

  private final IdempotencyKeys keys;
  private final Transactions transactions;
  private final InstantSource clock;

  @Inject
  IdempotencyCleanup(IdempotencyKeys keys, Transactions transactions, InstantSource clock) {
    this.keys = keys;
    this.transactions = transactions;
    this.clock = clock;
  }

  @Scheduled(every = "1h", delayed = "1m")
  @RunOnVirtualThread
  void forgetOld() {
    try {
      int deleted =
          transactions.inTransaction(connection -> keys.forgetOld(connection, clock.instant()));
      LOG.debugf("deleted %d idempotency keys", deleted);
    } catch (ContractException e) {
      LOG.debugf("not now: %s", e.getMessage());
    }
  }
}
