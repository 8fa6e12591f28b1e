package dev.muster.tasks.read;

/** Statements that count tasks; each reads a bounded number of rows. */
final class CountSql {
  static final int RECENT = 10_000;
  static final int QUEUED = 100_000;

  private CountSql() {}

  /** Through task_running_on_agent: no more than there are slots. */
  static String running(Condition wanted) {
    return "select count(*) from task t where status = 'running' and " + wanted.text();
  }

  /** Whoever's, through the index of each way to be queued. */
  static String queued(Condition wanted) {
    return """
    select count(*) filter (where %1$s) as fitting, count(*) as looked_at
    from (
      select * from (
        (select * from task where status = 'queued' and stage is null limit %2$d)
        union all
        (select * from task
        where status = 'queued' and stage in ('scheduled', 'retry_wait', 'rate_limited')
        limit %2$d)
        union all
        (select * from task where status = 'queued' and stage = 'limited' limit %2$d)
      ) t limit %2$d
    ) t
    """
        .formatted(wanted.text(), QUEUED);
  }

  /** Through task_of_owner, or the primary key. */
  static String recent(Condition source, Condition wanted) {
    return """
    select count(*) as looked_at, min(created_at) as since,
      count(*) filter (where status = 'queued' and fits) as queued,
      count(*) filter (where status = 'running' and fits) as running,
      count(*) filter (where status = 'done' and fits) as done,
      count(*) filter (where status = 'failed' and fits) as failed,
      count(*) filter (where status = 'canceled' and fits) as canceled
    from (
      select t.*, %s as fits
      from (select * from task where %s order by id desc limit %d) t
    ) t
    """
        .formatted(wanted.text(), source.text(), RECENT);
  }
}
