package dev.muster.tasks.deadline;

/** Statements of the sweeper; each is one probe of a partial index when nothing is due. */
final class DeadlineSql {
  /** Scheduled tasks and retries whose time has come; through task_due. */
  static final String MAKE_READY =
      """
      update task
      set stage = null
      where id in (
        select id from task
        where status = 'queued' and stage in ('scheduled', 'retry_wait', 'rate_limited')
          and run_at <= now()
        order by run_at
        limit 500
        for update skip locked)
      returning id, owner_id, namespace, route_id, attempt
      """;

  /** Tasks whose time in the queue is up; through task_expiring. */
  static final String EXPIRE =
      """
      update task
      set status = 'failed', stage = 'dead_letter', finished_at = now(),
        failure = 'no agent started it within its queue_timeout of '
          || trim_scale(queue_timeout_ms / 1000.0) || ' s'
      where id in (
        select id from task
        where status = 'queued' and expire_at is not null
          and failed_attempts = 0 and lost_attempts = 0 and expire_at <= now()
        order by expire_at
        limit 500
        for update skip locked)
      returning id, owner_id, namespace, attempt, failure
      """;

  /**
   * Running tasks that the server must act on; through task_deadline. Quiet ones still have run
   * time, and gave no sign of life.
   */
  static final String OVERDUE =
      """
      select id, lease_id, attempt, agent_id, accepted_at is not null as accepted,
        cancel_requested_at is not null as canceling, s.gateway_id,
        silence_ms is not null and cancel_requested_at is null and accepted_at is not null
          and now() < accepted_at + (timeout_ms + ?) * interval '1 ms' as quiet,
        s.lost_at is null as connected
      from task t
      left join agent_session s using (agent_id)
      where t.status = 'running' and t.deadline <= now()
      order by t.id
      limit 500
      for update of t skip locked
      """;

  /** Nobody could have heard them. */
  static final String PUT_OFF =
      """
      update task
      set deadline = least(accepted_at + (timeout_ms + ?) * interval '1 ms',
        now() + silence_ms * interval '1 ms')
      where id = any (?::uuid[]) and status = 'running'
      """;

  /** Agents that may take something, for what no event told this replica. */
  static final String CONNECTED =
      """
      select namespace, agent_id from agent_session
      where lost_at is null and slots > 0
      order by agent_id
      limit 2000
      """;

  /** Turns that have come anyway; a key that a round is using, or another sweeper, is left. */
  static final String FORGET_TURNS =
      """
      delete from rate_limit
      where (namespace, key) in (
        select namespace, key from rate_limit
        where next_at < now() - interval '1 hour'
        limit 5000
        for update skip locked)
      """;

  /**
   * Each route is one probe of task_ready, in its order; the ten thousand routes that were made
   * last at most. A limit that the planner doesn't know keeps it from reading whole routes. Who
   * submits may name any namespace, so that only a hundred of them are told apart.
   */
  static final String WAITING =
      """
      with waiting as (
        select r.namespace, sum(counted.tasks) as ready,
          greatest(0, extract(epoch from now() - min(counted.due))) as oldest
        from (select id, namespace from route order by id desc limit 10000) r
        cross join lateral (
          select count(*) as tasks, min(run_at) as due
          from (
            select run_at from task
            where route_id = r.id and status = 'queued' and stage is null
            order by owner_id, priority desc, id
            limit (select 100)
          ) first
        ) counted
        where counted.tasks > 0
        group by r.namespace
      ), placed as (
        select *, row_number() over (order by ready desc, namespace) as place from waiting
      )
      select case when place <= 100 then namespace else '(others)' end as namespace,
        sum(ready) as ready, max(oldest) as oldest
      from placed
      group by 1
      """;

  /**
   * Through task_limited and task_due, in their order, so that no more is read than counted; of
   * each stage a hundred namespaces are told apart.
   */
  static final String PARKED =
      """
      with parked as (
        select namespace, stage, count(*) as tasks
        from (
          (select namespace, stage from task
          where status = 'queued' and stage = 'limited'
          order by namespace, concurrency_key
          limit (select 1000))
          union all
          (select namespace, stage from task
          where status = 'queued' and stage in ('scheduled', 'retry_wait', 'rate_limited')
          order by run_at
          limit (select 1000))
        ) counted
        group by namespace, stage
      ), placed as (
        select *, row_number() over (partition by stage order by tasks desc, namespace) as place
        from parked
      )
      select case when place <= 100 then namespace else '(others)' end as namespace, stage,
        sum(tasks) as tasks
      from placed
      group by 1, stage
      """;

  private DeadlineSql() {}
}
