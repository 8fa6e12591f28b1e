package dev.muster.tasks.read;

/**
 * Statements that list tasks, newest first: put together of the conditions that are asked for, as
 * the plans are made without the values. A look reads the newest {@code most} rows of a source and
 * no more, however few of them fit.
 */
final class ListSql {
  /** Counted at most. */
  static final int COUNTED = 10_000;

  /**
   * The plans of this transaction are chosen by the rows that they read: the index that has the
   * order already is then better than sorting what another one finds, however it lies on the disk.
   */
  static final String COUNT_ROWS =
      "select set_config('random_page_cost', '0', true), set_config('seq_page_cost', '0', true)";

  /** Without regard to case, in what a reader sees of the task. */
  static final String HAS_TEXT =
      """
      strpos(lower(type), lower(?)) > 0 or strpos(lower(coalesce(stage, '')), lower(?)) > 0
        or exists (
          select 1 from attempt a
          where a.task_id = t.id and a.number = t.attempt
            and strpos(lower(coalesce(a.message, '')), lower(?)) > 0)
      """;

  private ListSql() {}

  /** How many have these labels, up to one more than are few; through task_labels. */
  static String labeled(Condition source) {
    return "select count(*) from (select 1 from task where %s limit %d) t"
        .formatted(source.text(), COUNTED + 1);
  }

  /**
   * Parameters: the condition's, the source's (of {@code OF_AGENT} twice), the last place and the
   * place before the first. The row at which the look ends is there even if it doesn't belong to
   * the page.
   */
  static String page(TaskSource from, Condition source, Condition wanted, int most) {
    return ReadSql.COLUMNS
        + ", t.fits, t.nr, t.place "
        + """
        from (
          select t.*, row_number() over (order by t.id desc) as place
          from (%s order by t.id desc limit ?) t
        ) t
        join route r on r.id = t.route_id
        """
            .formatted(looked(from, source, wanted, most))
        + ReadSql.OUTCOME
        + "where t.place > ? or t.nr = %d order by t.id desc".formatted(most);
  }

  /** Parameters: the condition's, the source's. */
  static String count(TaskSource from, Condition source, Condition wanted, int most) {
    return """
    select count(*) filter (where fits) as total, coalesce(bool_or(nr = %d), false) as cut
    from (%s limit %d) t
    """
        .formatted(most, looked(from, source, wanted, most), COUNTED + 1);
  }

  private static String looked(TaskSource from, Condition source, Condition wanted, int most) {
    return """
    select * from (
      select t.*, coalesce(%s, false) as fits
      from (select t.*, row_number() over (order by t.id desc) as nr from (%s) t) t
    ) t
    where t.fits or t.nr = %d
    """
        .formatted(wanted.text(), rows(from, source.text(), most), most);
  }

  private static String rows(TaskSource from, String source, int most) {
    return switch (from) {
      case LABELED ->
          """
          with few as materialized (select * from task where %s limit %d)
          select * from few order by id desc
          """
              .formatted(source, most);
      case OF_AGENT ->
          """
          select * from (
            (select * from task where status = 'running' and %1$s order by id desc limit %2$d)
            union all
            (select * from task
            where agent_id is not null and status in ('done', 'failed', 'canceled') and %1$s
            order by id desc limit %2$d)
          ) t order by id desc limit %2$d
          """
              .formatted(source, most);
      case RUNNING, FAILED, OWN, ALL ->
          "select * from task where %s order by id desc limit %d".formatted(source, most);
    };
  }
}
