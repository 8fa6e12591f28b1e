package dev.muster.kit.stream;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.kit.db.DatabaseFailures;
import java.util.Set;

/** Whether a handler's failure is the entries' fault. */
final class FailureKind {
  private static final Set<ErrorCode> AWAY =
      Set.of(
          ErrorCode.UNAVAILABLE,
          ErrorCode.GATEWAY_TIMEOUT,
          ErrorCode.BAD_GATEWAY,
          ErrorCode.RATE_LIMITED);

  private FailureKind() {}

  static boolean isTransient(Throwable failure) {
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof TransientFailure
          || cause instanceof CommitUnknownException
          || cause instanceof InterruptedException
          || (cause instanceof ContractException contract && AWAY.contains(contract.code()))) {
        return true;
      }
    }
    return DatabaseFailures.isAway(failure) || DatabaseFailures.isConflict(failure);
  }
}
