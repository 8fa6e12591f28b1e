package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.gateway.socket.Admissions;
import io.quarkus.websockets.next.HttpUpgradeCheck.CheckResult;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/** Why an agent isn't upgraded, as an HTTP status. */
@Singleton
class UpgradeRefusal {
  private static final Logger LOG = Logger.getLogger(UpgradeRefusal.class);

  private final Admissions admissions;

  @Inject
  UpgradeRefusal(Admissions admissions) {
    this.admissions = admissions;
  }

  CheckResult of(UUID agentId, Throwable failure) {
    if (failure instanceof ContractException refused) {
      switch (refused.code()) {
        case NOT_AUTHENTICATED -> {
          return CheckResult.rejectUpgradeSync(401);
        }
        case NOT_FOUND -> {
          return CheckResult.rejectUpgradeSync(404);
        }
        case FORBIDDEN -> {
          return CheckResult.rejectUpgradeSync(403);
        }
        case RATE_LIMITED -> {
          return CheckResult.rejectUpgradeSync(429, retryAfter(refused));
        }
        default -> {}
      }
    }
    LOG.warnf("agent %s can't be authenticated now: %s", agentId, failure.getMessage());
    return CheckResult.rejectUpgradeSync(503, admissions.headers());
  }

  private static Map<String, List<String>> retryAfter(ContractException refused) {
    long seconds = refused.retryAfter().map(wait -> wait.plusMillis(999).toSeconds()).orElse(1L);
    return Map.of("Retry-After", List.of(Long.toString(Math.max(1, seconds))));
  }
}
