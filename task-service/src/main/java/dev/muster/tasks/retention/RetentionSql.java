package dev.muster.tasks.retention;

/** Statements that make and drop the weeks' partitions. */
final class RetentionSql {
  /** Shorter than what PostgreSQL waits before it looks for a deadlock: the others win. */
  static final String PATIENCE = "select set_config('lock_timeout', '500ms', true)";

  static final String MAKE = "select make_week(now() + ? * interval '7 days')";

  static final String AHEAD = "select count(*) from week where monday > now()";

  /** Every task of these was made too long ago. */
  static final String OLD_WEEKS =
      """
      select monday from week
      where monday + interval '7 days' <= now() - ? * interval '1 ms'
      order by monday
      """;

  /** Reads the whole week: it is old, and goes with this transaction. */
  static final String TO_KEEP =
      """
      select id from task
      where id >= first_id(?) and id < first_id(?::timestamptz + interval '7 days')
        and (finished_at is null or finished_at >= now() - ? * interval '1 ms')
      limit ?
      """;

  static final String DROP = "select drop_week(?, ?::uuid[])";

  /** Tasks of weeks that are old, which outlived them; by primary key. */
  static final String LEFT_OVER =
      """
      select id from task
      where id > ?
        and id < first_id(
          date_trunc('week', (now() - ? * interval '1 ms') at time zone 'UTC') at time zone 'UTC')
      order by id
      limit 1000
      """;

  /** Whoever is redriving one of them has it locked, and keeps it. */
  static final String FINISHED_LONG_AGO =
      """
      select id from task
      where id = any (?::uuid[]) and finished_at < now() - ? * interval '1 ms'
      order by id
      for update skip locked
      """;

  static final String FORGET = "select forget_tasks(?::uuid[])";

  private RetentionSql() {}
}
