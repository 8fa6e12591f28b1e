package dev.muster.tasks.pause;

/** The statements on {@code pause}. */
final class PauseSql {
  private static final String COLUMNS =
      "id, namespace, type, agent_id, capabilities, reason, paused_by, paused_at";

  static final String COUNT = "select count(*) from pause where namespace = ?";

  static final String INSERT =
      """
      insert into pause (id, namespace, type, agent_id, capabilities, reason, paused_by)
      values (?, ?, ?, ?, ?, ?, ?)
      returning\s"""
          + COLUMNS;

  static final String SAME =
      "select "
          + COLUMNS
          + """

      from pause
      where namespace = ? and type is not distinct from ? and agent_id is not distinct from ?
        and capabilities is not distinct from ?
      """;

  static final String LIST =
      "select " + COLUMNS + " from pause where ?::text is null or namespace = ? order by id";

  static final String DELETE = "delete from pause where id = ? returning " + COLUMNS;

  /** The routes that were paused by it; the sweeper looks at those that are too many. */
  static final String ROUTES =
      """
      select id from route r
      where r.namespace = ? and (?::text is null or r.type = ?)
        and (?::uuid is null or r.agent_id = ?)
        and (?::text[] is null or r.capabilities = ?)
      limit 2000
      """;

  private PauseSql() {}
}
