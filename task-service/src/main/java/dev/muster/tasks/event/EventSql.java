package dev.muster.tasks.event;

/** Statements on the log of events; all by its primary key. */
final class EventSql {
  /**
   * Many events of many tasks, whose rows this transaction must have locked by an earlier
   * statement: only then has this one's snapshot all that went before. Progress beyond the bound is
   * left out.
   */
  static final String APPEND =
      """
      insert into task_event (task_id, position, type, payload)
      select id, position, type, payload
      from (
        select u.*, row_number() over (partition by u.id order by u.nr)
          + coalesce((select max(e.position) from task_event e where e.task_id = u.id), 0)
          as position
        from unnest(?::uuid[], ?::text[], ?::text[]) with ordinality as u(id, type, payload, nr)
      ) told
      where type <> 'task/progress' or position <= ?
      returning task_id, position, type
      """;

  /** For who may see the task. */
  static final String EXTENT =
      """
      select t.status,
        coalesce((select max(e.position) from task_event e where e.task_id = t.id), 0) as last
      from task t
      where t.id = ? and (t.owner_id = ? or ?)
      """;

  /** No more than about 1 MiB of payload, but one event always. */
  static final String READ =
      """
      select e.position, e.type, e.at, e.payload, o.result
      from (
        select e.*, sum(length(payload)) over (order by position) - length(payload) as before
        from task_event e
        where task_id = ? and position > ? and position <= ?
        order by position
        limit ?
      ) e
      left join task_outcome o on e.type = 'task/result' and o.task_id = e.task_id
      where e.before < 1048576
      order by e.position
      """;

  static final String EPOCH = "select epoch from event_epoch";

  private EventSql() {}
}
