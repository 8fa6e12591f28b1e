package dev.muster.tasks.event;

/** Statements on the log of events; all by its primary key. */
final class EventSql {
  /**
   * Runs of events of many tasks, whose rows this transaction must have locked by an earlier
   * statement: only then has this one's snapshot all that went before. Progress beyond the bound is
   * left out. Answers the last position of each run that is kept.
   */
  static final String APPEND =
      """
      insert into task_change (task_id, last, count, events)
      select id, last, count, events
      from (
        select u.*, sum(count) over (partition by u.id order by u.nr)
          + coalesce((select max(c.last) from task_change c where c.task_id = u.id), 0) as last
        from unnest(?::uuid[], ?::int[], ?::text[], ?::bool[]) with ordinality
          as u(id, count, events, progress, nr)
      ) told
      where not progress or last <= ?
      returning task_id, last
      """;

  /** For who may see the task. */
  static final String EXTENT =
      """
      select t.status,
        coalesce((select max(c.last) from task_change c where c.task_id = t.id), 0) as last
      from task t
      where t.id = ? and (t.owner_id = ? or ?)
      """;

  /** No more than about 1 MiB, but one row always; with the result that a row perhaps tells of. */
  static final String READ =
      """
      select c.last, c.count, c.at, c.events, a.result
      from (
        select c.*, sum(length(events)) over (order by last) - length(events) as before
        from task_change c
        where task_id = ? and last > ? and last - count < ?
        order by last
        limit ?
      ) c
      left join attempt a on position('"task/result"' in c.events) > 0
        and a.task_id = c.task_id and a.outcome = 'done'
      where c.before < 1048576
      order by c.last
      """;

  static final String EPOCH = "select epoch from event_epoch";

  private EventSql() {}
}
