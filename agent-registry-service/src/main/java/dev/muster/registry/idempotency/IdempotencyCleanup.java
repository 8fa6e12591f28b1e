package dev.muster.registry.idempotency;

import dev.muster.kit.db.DatabaseGate;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import org.jboss.logging.Logger;

/** Deletes keys whose time is over. Replicas may do it at once: a delete more does no harm. */
@ApplicationScoped
class IdempotencyCleanup {
  private static final Logger LOG = Logger.getLogger(IdempotencyCleanup.class);

  private final IdempotencyKeys keys;
  private final DatabaseGate gate;
  private final InstantSource clock;

  IdempotencyCleanup(IdempotencyKeys keys, DatabaseGate gate, InstantSource clock) {
    this.keys = keys;
    this.gate = gate;
    this.clock = clock;
  }

  @Scheduled(every = "1h", delayed = "1m")
  @RunOnVirtualThread
  void forgetOld() {
    int deleted =
        gate.call(
            () -> QuarkusTransaction.requiringNew().call(() -> keys.forgetOld(clock.instant())));
    LOG.debugf("deleted %d idempotency keys", deleted);
  }
}
