package dev.muster.tasks.queue;

import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;

/**
 * Signs of life of running attempts: progress and output. Those of tasks with a silence timeout put
 * off the attempt's deadline, up to the end of its run time.
 */
public final class Silence {
  /**
   * By primary key; whoever holds the row writes a sign or an end himself. Not more often than is
   * of use: a sign that would move the deadline by less than a quarter of the timeout writes
   * nothing, so that the timeout is three quarters of it at least.
   */
  private static final String HEARD =
      """
      update task t
      set deadline = least(t.accepted_at + (t.timeout_ms + ?) * interval '1 ms',
        now() + t.silence_ms * interval '1 ms')
      from (
        select t.id
        from task t
        join unnest(?::uuid[], ?::text[]) as u(id, lease_id)
          on t.id = u.id and t.lease_id = u.lease_id
        where t.status = 'running' and t.silence_ms is not null and t.accepted_at is not null
          and t.cancel_requested_at is null
          and t.deadline < least(t.accepted_at + (t.timeout_ms + ?) * interval '1 ms',
            now() + t.silence_ms * interval '0.75 ms')
        order by t.id
        for update of t skip locked
      ) heard
      where t.id = heard.id
      """;

  private Silence() {}

  /**
   * Something was heard of these attempts.
   *
   * @param marginMs what a run may take beyond its own timeout
   */
  public static void heard(Connection connection, Collection<AttemptRef> attempts, long marginMs)
      throws SQLException {
    if (attempts.isEmpty()) {
      return;
    }
    List<AttemptRef> each = List.copyOf(attempts);
    Sql.update(
        connection,
        HEARD,
        Sql.value(marginMs),
        Sql.array("uuid", each.stream().map(AttemptRef::taskId).toList()),
        Sql.array("text", each.stream().map(AttemptRef::leaseId).toList()),
        Sql.value(marginMs));
  }
}
