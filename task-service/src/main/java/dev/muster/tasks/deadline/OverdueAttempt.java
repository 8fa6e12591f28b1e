package dev.muster.tasks.deadline;

import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.wire.AttemptRef;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.UUID;

/**
 * A running attempt whose deadline has passed.
 *
 * @param quiet it gave no sign of life for its silence timeout; its run time isn't up
 * @param connected its agent is, as far as is known
 */
record OverdueAttempt(
    AttemptRef attempt,
    UUID agentId,
    boolean accepted,
    boolean canceling,
    String gatewayId,
    boolean quiet,
    boolean connected) {

  static OverdueAttempt of(ResultSet row) throws SQLException {
    return new OverdueAttempt(
        new AttemptRef(
            row.getObject("id", UUID.class), row.getString("lease_id"), row.getInt("attempt")),
        row.getObject("agent_id", UUID.class),
        row.getBoolean("accepted"),
        row.getBoolean("canceling"),
        row.getString("gateway_id"),
        row.getBoolean("quiet"),
        row.getBoolean("connected"));
  }

  /** Its silence says nothing: the agent's connection is lost, or this replica hears nobody. */
  boolean mayNotBeHeard(boolean hearing) {
    return quiet && !(connected && hearing);
  }

  AttemptEnd end() {
    if (canceling) {
      return AttemptEnd.decided(
          attempt, agentId, AttemptOutcome.CANCELED, "canceled; the agent did not confirm it");
    }
    if (quiet) {
      return AttemptEnd.decided(
          attempt,
          agentId,
          AttemptOutcome.TIMEOUT,
          "the run gave no sign of life within its silence_timeout");
    }
    return accepted
        ? AttemptEnd.decided(
            attempt, agentId, AttemptOutcome.TIMEOUT, "the run did not end within its timeout")
        : AttemptEnd.decided(
            attempt, agentId, AttemptOutcome.UNACCEPTED, "the agent did not accept in time");
  }
}
