package dev.muster.kit.apikey;

import static io.quarkus.scheduler.Scheduled.ConcurrentExecution.SKIP;

import dev.muster.error.ContractException;
import dev.muster.internal.ApiKeyUses;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jboss.logging.Logger;

/**
 * Tells auth-service which keys were used, off the request's path. What isn't told yet is lost with
 * the process: "last used" is a hint.
 */
@Singleton
public class KeyUses {
  private static final Logger LOG = Logger.getLogger(KeyUses.class);
  private static final int MOST = 10 * ApiKeyUses.MOST;

  private final ApiKeySource source;
  private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();

  @Inject
  KeyUses(ApiKeySource source) {
    this.source = source;
  }

  /** Never blocks. */
  public void note(UUID key) {
    if (waiting.size() < MOST) {
      waiting.add(key);
    }
  }

  /** Every few seconds; what auth-service doesn't take now it is told the next time. */
  @Scheduled(
      every = "5s",
      delayed = "5s",
      concurrentExecution = SKIP,
      skipExecutionIf = Scheduled.ApplicationNotRunning.class)
  @RunOnVirtualThread
  public void tell() {
    while (!waiting.isEmpty()) {
      Set<UUID> told = waiting.stream().limit(ApiKeyUses.MOST).collect(Collectors.toSet());
      try {
        source.used(told);
      } catch (ContractException e) {
        LOG.debugf("the use of keys is told later: %s", e.getMessage());
        return;
      }
      waiting.removeAll(told);
    }
  }
}
