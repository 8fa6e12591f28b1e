package dev.muster.tasks.read;

/** Statements that show tasks. A caller sees its own tasks, an admin all. */
final class ReadSql {
  static final String COLUMNS =
      """
      select t.id, t.status, t.stage, t.percent, t.type, t.agent_id, t.attempt, t.priority,
        t.namespace, t.owner_id, t.timeout_ms, t.max_attempts, t.created_at, t.run_at,
        t.dispatched_at, t.accepted_at, t.finished_at, r.capabilities,
        r.agent_id as requested_agent_id, o.exit_code,
        case when t.failure is null then o.error_kind else 'timeout' end as error_kind,
        coalesce(t.failure, o.error_message) as error_message
      """;

  /** The last attempt that the agent had, by primary key. */
  static final String OUTCOME =
      """
      left join lateral (
        select a.result, nullif(a.outcome, 'done') as error_kind, a.message as error_message,
          a.exit_code
        from attempt a
        where a.task_id = t.id
          and a.outcome in ('done', 'failed', 'timeout', 'canceled', 'infrastructure', 'lost')
        order by a.number desc
        limit 1
      ) o on true
      """;

  /** By primary keys. */
  static final String ONE =
      COLUMNS
          + """
          , t.input, t.labels, o.result, t.failed_attempts, t.max_lost, t.lost_attempts,
            t.queue_timeout_ms, t.silence_ms, t.backoff_initial_ms, t.backoff_factor,
            t.backoff_max_ms, t.backoff_jitter, t.non_retryable, t.concurrency_key,
            t.concurrency_limit, t.rate_limit_key, t.rate_limit, t.rate_limit_period_ms
          from task t
          join route r on r.id = t.route_id
          """
          + OUTCOME
          + """
          where t.id = ? and (t.owner_id = ? or ?)
          """;

  static final String EXISTS = "select 1 from task where id = ? and (owner_id = ? or ?)";

  /** With the one under way, which is in the task's row; by primary keys. */
  static final String ATTEMPTS =
      """
      select number, agent_id, outcome, message, exit_code, dispatched_at, accepted_at, finished_at
      from attempt
      where task_id = ?
      union all
      select attempt, agent_id, null, null, null, dispatched_at, accepted_at, null
      from task
      where id = ? and status = 'running'
      order by number
      limit ? offset ?
      """;

  static final String ATTEMPT_COUNT =
      """
      select (select count(*) from attempt where task_id = ?)
        + (select count(*) from task where id = ? and status = 'running')
      """;

  private ReadSql() {}
}
