package dev.muster.tasks.queue;

/** Statements about tasks that wait for their concurrency key. */
final class KeySql {
  /** The limit is that of the task whose turn it is; tasks of one key may name different ones. */
  private static final String ROOM =
      """
      cross join lateral (
        select first.concurrency_limit - (
          select count(*) from task r
          where r.namespace = k.namespace and r.concurrency_key = k.key and r.status = 'running'
        ) as room
        from task first
        where first.namespace = k.namespace and first.concurrency_key = k.key
          and first.status = 'queued' and first.stage = 'limited'
        order by first.priority desc, first.id
        limit 1
      ) has
      """;

  /**
   * Through task_limited and task_running_with_key; a thousand of a key at most, the sweeper lets
   * the rest go.
   */
  static final String RELEASE =
      """
      update task t
      set stage = null
      where t.status = 'queued' and t.stage = 'limited' and t.id = any (array(
        select best.id
        from (select distinct * from unnest(?::text[], ?::text[]) as u(namespace, key)) k
      """
          + ROOM
          + """
        cross join lateral (
          select id from task
          where namespace = k.namespace and concurrency_key = k.key
            and status = 'queued' and stage = 'limited'
          order by priority desc, id
          limit least(greatest(has.room, 0), 1000)
          for update skip locked
        ) best))
      returning t.id, t.owner_id, t.namespace, t.route_id, t.attempt
      """;

  /** Each key is one probe of task_limited, however many tasks wait for it. */
  static final String WITH_ROOM =
      """
      with recursive k as (
        (select namespace, concurrency_key as key
        from task
        where status = 'queued' and stage = 'limited'
        order by namespace, concurrency_key
        limit 1)
        union all
        select next.namespace, next.key
        from k
        cross join lateral (
          select namespace, concurrency_key as key
          from task
          where status = 'queued' and stage = 'limited'
            and (namespace, concurrency_key) > (k.namespace, k.key)
          order by namespace, concurrency_key
          limit 1
        ) next
      )
      select k.namespace, k.key
      from k
      """
          + ROOM
          + """
      where has.room > 0
      limit 1000
      """;

  private KeySql() {}
}
