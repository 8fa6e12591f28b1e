package dev.muster.tasks.read;

/** Statements that show tasks. A caller sees its own tasks, an admin all. */
final class ReadSql {
  private static final String COLUMNS =
      """
      select t.id, t.status, t.stage, t.percent, t.type, t.agent_id, t.attempt, t.priority,
        t.namespace, t.owner_id, t.timeout_ms, t.max_attempts, t.created_at, t.run_at,
        t.dispatched_at, t.accepted_at, t.finished_at, r.capabilities,
        r.agent_id as requested_agent_id, o.exit_code,
        case when t.failure is null then o.error_kind else 'timeout' end as error_kind,
        coalesce(t.failure, o.error_message) as error_message
      """;

  /** The last attempt that the agent had, by primary key. */
  private static final String OUTCOME =
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
          , t.input, t.labels, o.result
          from task t
          join route r on r.id = t.route_id
          """
          + OUTCOME
          + """
          where t.id = ? and (t.owner_id = ? or ?)
          """;

  private static final String FILTER =
      """
      from task t
      where (t.owner_id = ? or ?)
        and (?::text is null or t.status = ?)
        and (?::uuid is null or t.agent_id = ?)
        and (?::text is null or t.type = ?)
        and (?::text is null or t.stage = ?)
      """;

  /** Newest first; by task_of_owner for a user, by primary key for an admin. */
  static final String PAGE =
      COLUMNS
          + "from (select t.* "
          + FILTER
          + """
          order by t.id desc limit ? offset ?) t
          join route r on r.id = t.route_id
          """
          + OUTCOME
          + "order by t.id desc";

  static final String COUNT = "select count(*) " + FILTER;

  static final String EXISTS = "select 1 from task where id = ? and (owner_id = ? or ?)";

  static final String ATTEMPTS = "select * from attempt where task_id = ? order by number";

  private ReadSql() {}
}
