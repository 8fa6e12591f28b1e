package dev.muster.tasks.queue;

import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** A running task as the transaction that holds its row lock sees it. */
record HeldTask(
    UUID id,
    UUID ownerId,
    String namespace,
    long routeId,
    UUID agentId,
    String leaseId,
    int attempt,
    boolean accepted,
    boolean cancelRequested,
    int maxAttempts,
    int failedAttempts,
    int maxLost,
    int lostAttempts,
    Backoff backoff,
    NonRetryable nonRetryable) {

  static HeldTask of(ResultSet row) throws SQLException {
    return new HeldTask(
        row.getObject("id", UUID.class),
        row.getObject("owner_id", UUID.class),
        row.getString("namespace"),
        row.getLong("route_id"),
        row.getObject("agent_id", UUID.class),
        row.getString("lease_id"),
        row.getInt("attempt"),
        row.getBoolean("accepted"),
        row.getObject("cancel_requested_at") != null,
        row.getInt("max_attempts"),
        row.getInt("failed_attempts"),
        row.getInt("max_lost"),
        row.getInt("lost_attempts"),
        Backoff.of(row),
        nonRetryable(row));
  }

  private static NonRetryable nonRetryable(ResultSet row) throws SQLException {
    Array errors = row.getArray("non_retryable");
    return errors == null
        ? NonRetryable.NONE
        : new NonRetryable(List.of((String[]) errors.getArray()));
  }
}
