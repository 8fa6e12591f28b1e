package dev.muster.auth.apikey;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.muster.error.ContractException;
import dev.muster.kit.db.DatabaseGate;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * Seals every stored secret anew, once after the start of a replica that knows a previous key
 * encryption key. The last replica that gets the new key finds whatever the others still sealed
 * under the old one.
 */
@ApplicationScoped
class Resealing {
  private static final Logger LOG = Logger.getLogger(Resealing.class);
  private static final UUID FIRST = new UUID(0, 0);

  private final ApiKeyStore rows;
  private final DatabaseGate gate;
  private volatile boolean due;

  @Inject
  Resealing(
      ApiKeyStore rows,
      DatabaseGate gate,
      @ConfigProperty(name = "muster.key-encryption-key.previous") Optional<String> previous) {
    this.rows = rows;
    this.gate = gate;
    due = previous.filter(text -> !text.isBlank()).isPresent();
  }

  @Scheduled(
      every = "60s",
      delayed = "1s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  @RunOnVirtualThread
  void resealOnce() {
    if (!due) {
      return;
    }
    try {
      LOG.infof("%d API keys were sealed anew", resealAll());
      due = false;
    } catch (ContractException e) {
      LOG.warnf("API keys are sealed anew later: %s", e.getMessage());
    }
  }

  int resealAll() {
    int resealed = 0;
    UUID last = FIRST;
    while (last != null) {
      UUID after = last;
      Map<UUID, byte[]> next = gate.call(() -> rows.sealedAfter(after));
      last = null;
      for (Map.Entry<UUID, byte[]> row : next.entrySet()) {
        last = row.getKey();
        if (gate.call(() -> rows.reseal(row.getKey(), row.getValue()))) {
          resealed++;
        }
      }
    }
    return resealed;
  }
}
