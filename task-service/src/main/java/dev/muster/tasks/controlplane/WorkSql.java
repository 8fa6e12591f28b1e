package dev.muster.tasks.controlplane;

/** Statements on work; by its primary key, and by {@code control_plane_work_open}. */
final class WorkSql {
  static final String FIND =
      "select task_id, state, code, reason from control_plane_work where scope = ? and name = ?";

  static final String OFFER =
      """
      insert into control_plane_work (scope, name, task_id, state) values (?, ?, ?, 'offered')
      on conflict do nothing
      """;

  static final String OPEN =
      """
      update control_plane_work set state = 'open', task_id = ?
      where scope = ? and name = ? and state = 'offered'
      """;

  static final String REFUSE =
      """
      update control_plane_work set state = 'refused', code = ?, reason = ?, closed_at = now()
      where scope = ? and name = ? and state = 'offered'
      """;

  /** Those of whose tasks something happened that isn't confirmed; the longest known first. */
  static final String WITH_NEWS =
      """
      select w.name, w.task_id, w.reported
      from control_plane_work w
      where w.scope = ? and w.state = 'open'
        and exists (
          select 1 from task_change e where e.task_id = w.task_id and e.last > w.reported)
      order by w.task_id
      limit ?
      """;

  /** Somebody who read earlier doesn't take back what is confirmed. */
  static final String CONFIRM =
      """
      update control_plane_work w
      set reported = u.upto,
        state = case when u.ended then 'ended' else w.state end,
        closed_at = case when u.ended then now() end
      from unnest(?::text[], ?::int[], ?::int[], ?::boolean[]) as u(name, before, upto, ended)
      where w.scope = ? and w.name = u.name and w.state = 'open' and w.reported = u.before
      """;

  static final String BURY =
      """
      update control_plane_work set state = 'dead', reason = ?, closed_at = now()
      where scope = ? and name = ? and state = 'open'
      """;

  /**
   * Of tasks that were dropped before the control plane could be told of their end. Each is looked
   * for by its primary key: "not exists" would read all tasks.
   */
  static final String BURY_GONE =
      """
      update control_plane_work w set state = 'dead', reason = ?, closed_at = now()
      where w.scope = ? and w.state = 'open'
        and (select t.id from task t where t.id = w.task_id) is null
      returning w.name
      """;

  static final String FORGET_OLD =
      """
      delete from control_plane_work
      where ctid in (
        select ctid from control_plane_work
        where scope = ? and closed_at < now() - ? * interval '1 ms'
        limit 500)
      """;

  private WorkSql() {}
}
