package dev.muster.tasks.read;

/** Statements that show tasks. A caller sees its own tasks, an admin all. */
final class ReadSql {
  private static final String COLUMNS =
      """
      select t.*, r.capabilities, r.agent_id as requested_agent_id, o.error_kind, o.error_message,
        o.exit_code
      """;

  /** By primary keys. */
  static final String ONE =
      COLUMNS
          + """
          , i.input, i.labels, o.result
          from task t
          join route r on r.id = t.route_id
          join task_input i on i.task_id = t.id
          left join task_outcome o on o.task_id = t.id
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
          left join task_outcome o on o.task_id = t.id
          order by t.id desc
          """;

  static final String COUNT = "select count(*) " + FILTER;

  static final String EXISTS = "select 1 from task where id = ? and (owner_id = ? or ?)";

  static final String ATTEMPTS = "select * from attempt where task_id = ? order by number";

  private ReadSql() {}
}
