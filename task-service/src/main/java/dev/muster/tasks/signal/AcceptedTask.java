package dev.muster.tasks.signal;

import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.queue.AcceptEvents;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** A task that its agent has just accepted. */
record AcceptedTask(
    AttemptRef attempt, UUID ownerId, String namespace, UUID agentId, String stage) {
  /**
   * By primary key; from now on the deadline is the run's own timeout, with a margin, or its
   * silence. A stage that the agent has reported already, or a cancel under way, stays.
   */
  private static final String ACCEPT =
      """
      update task t
      set stage = case when t.stage = 'dispatched' then 'accepted' else t.stage end,
        accepted_at = now(),
        deadline = case when t.cancel_requested_at is null
          then now() + least(t.timeout_ms + ?, t.silence_ms) * interval '1 ms' else t.deadline end
      from (
        select t.id
        from task t
        join unnest(?::uuid[], ?::text[], ?::int[], ?::uuid[])
          as u(id, lease_id, attempt, agent_id)
          on t.id = u.id and t.lease_id = u.lease_id and t.attempt = u.attempt
            and t.agent_id = u.agent_id
        where t.status = 'running' and t.accepted_at is null
        order by t.id
        for update of t
      ) held
      where t.id = held.id
      returning t.id, t.lease_id, t.attempt, t.owner_id, t.namespace, t.agent_id,
        t.stage
      """;

  static List<AcceptedTask> accept(
      Connection connection, List<AttemptSignal> accepts, long timeoutMarginMs)
      throws SQLException {
    if (accepts.isEmpty()) {
      return List.of();
    }
    return Sql.query(
        connection,
        ACCEPT,
        row ->
            new AcceptedTask(
                new AttemptRef(
                    row.getObject("id", UUID.class),
                    row.getString("lease_id"),
                    row.getInt("attempt")),
                row.getObject("owner_id", UUID.class),
                row.getString("namespace"),
                row.getObject("agent_id", UUID.class),
                row.getString("stage")),
        Sql.value(timeoutMarginMs),
        Sql.array("uuid", accepts.stream().map(a -> a.signal().attempt().taskId()).toList()),
        Sql.array("text", accepts.stream().map(a -> a.signal().attempt().leaseId()).toList()),
        Sql.array("int4", accepts.stream().map(a -> a.signal().attempt().attempt()).toList()),
        Sql.array("uuid", accepts.stream().map(a -> a.entry().agentId()).toList()));
  }

  Stream<NewEvent> events() {
    return AcceptEvents.of(attempt.taskId(), ownerId, namespace, agentId, attempt.attempt(), stage);
  }
}
