package dev.muster.tasks.dispatch;

/** Statements about the keys that limit what starts, for one namespace. */
final class KeySql {
  /** Through task_running_with_key. */
  static final String RUNNING =
      """
      select u.key, (
        select count(*)::int from task r
        where r.namespace = ? and r.concurrency_key = u.key and r.status = 'running') as running
      from unnest(?::text[]) as u(key)
      """;

  /**
   * When the next task of each key may start, in microseconds since 1970, and by the same clock
   * what time it is. By primary key.
   */
  static final String TURNS =
      """
      select u.key,
        (extract(epoch from r.next_at) * 1000000)::bigint as next_at,
        (extract(epoch from clock_timestamp()) * 1000000)::bigint as now
      from unnest(?::text[]) as u(key)
      left join rate_limit r on r.namespace = ? and r.key = u.key
      """;

  static final String NOTE_TURNS =
      """
      insert into rate_limit (namespace, key, next_at)
      select ?, u.key, 'epoch'::timestamptz + u.next_at * interval '1 microsecond'
      from unnest(?::text[], ?::bigint[]) as u(key, next_at)
      on conflict (namespace, key) do update set next_at = excluded.next_at
      """;

  /**
   * The next thousand tasks of each owner in a route: what can't start now is parked in bulk,
   * before it is come upon one by one. They are looked at once, however many keys of theirs are
   * named. Through task_ready, in its order: a limit that the planner doesn't know keeps it from
   * sorting all that a crowd has.
   */
  private static final String AHEAD =
      """
      with k as materialized (
        select * from unnest(?::bigint[], ?::uuid[], ?::text[]) as k(route_id, owner_id, key)
      ), ahead as materialized (
        select place.route_id, place.owner_id, next.*
        from (select distinct route_id, owner_id from k) place
        cross join lateral (
          select id, priority, concurrency_key, rate_limit_key, rate_reserved, rate_limit,
            rate_limit_period_ms
          from task
          where route_id = place.route_id and owner_id = place.owner_id
            and status = 'queued' and stage is null
          order by priority desc, id
          limit (select 1000)
          for update skip locked
        ) next
      )
      """;

  static final String LIMIT =
      AHEAD
          + """
          update task t
          set stage = 'limited'
          where t.status = 'queued' and t.stage is null and t.id = any (array(
            select ahead.id from ahead join k using (route_id, owner_id)
            where ahead.concurrency_key = k.key))
          returning t.id, t.owner_id, t.attempt
          """;

  static final String WITHOUT_TURN =
      AHEAD
          + """
          select k.key, ahead.id,
            ceil(ahead.rate_limit_period_ms * 1000.0 / ahead.rate_limit)::bigint as spacing
          from ahead join k using (route_id, owner_id)
          where ahead.rate_limit_key = k.key and not ahead.rate_reserved
          order by ahead.priority desc, ahead.id
          """;

  static final String RESERVE =
      """
      update task t
      set stage = 'rate_limited', rate_reserved = true,
        run_at = 'epoch'::timestamptz + u.turn * interval '1 microsecond'
      from unnest(?::uuid[], ?::bigint[]) as u(id, turn)
      where t.id = u.id and t.status = 'queued' and t.stage is null
      returning t.id, t.owner_id, t.attempt
      """;

  private KeySql() {}
}
