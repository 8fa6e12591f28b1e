package dev.muster.tasks.controlplane;

/** Statements on the lease; by its primary key. */
final class LeaseSql {
  static final String TAKE =
      """
      insert into control_plane_lease as l (scope, holder, term, until)
      values (?, ?, 1, clock_timestamp() + ? * interval '1 ms')
      on conflict (scope) do update set
        holder = excluded.holder,
        term = l.term + case when l.holder = excluded.holder then 0 else 1 end,
        until = excluded.until
      where l.holder = excluded.holder or l.until < clock_timestamp()
      returning term
      """;

  static final String RELEASE =
      "update control_plane_lease set until = clock_timestamp() where scope = ? and holder = ?";

  private LeaseSql() {}
}
