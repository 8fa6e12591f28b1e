package dev.muster.tasks.dispatch;

/** Statements of a dispatch round. */
final class DispatchSql {
  /**
   * Agents that may get tasks, have credit and were named, or fit a named route; none in a paused
   * namespace. The counts go through task_running_on_agent and, for a namespace with a quota,
   * task_running_of_owner.
   */
  static final String CREDIT =
      """
      select s.agent_id, s.session_id, s.gateway_id, s.visibility = 'private' as is_private,
        s.capabilities, s.slots, held.running, coalesce(p.weight, 1) as weight,
        case when p.quota is not null then p.quota - (
          select count(*)::int from task q
          where q.namespace = p.namespace and q.status = 'running')
        end as room
      from agent_session s
      left join namespace_policy p on p.namespace = s.namespace
      cross join lateral (
        select count(*)::int as running from task t
        where t.agent_id = s.agent_id and t.status = 'running'
      ) held
      where s.namespace = ? and s.lost_at is null and s.slots > held.running
        and p.paused is not true
        and not exists (
          select 1 from agent_intake i where i.agent_id = s.agent_id and i.mode <> 'active')
        and (s.agent_id = any (?::uuid[])
          or exists (
            select 1 from route r
            where r.id = any (?::bigint[])
              and (r.agent_id = s.agent_id
                or (r.agent_id is null and (r.private_too or s.visibility = 'public')))
              and r.capabilities <@ s.capabilities))
      limit 1000
      """;

  /** Nobody may have paused it. The table is small, and empty most of the time. */
  private static final String NOT_PAUSED =
      """
      and not exists (
        select 1 from pause p
        where p.namespace = r.namespace and (p.type is null or p.type = r.type)
          and (p.agent_id is null or p.agent_id = r.agent_id)
          and (p.capabilities is null or p.capabilities = r.capabilities))
      """;

  private static final String FITTING =
      """
      fitting as (
        select r.id, r.agent_id, r.capabilities, r.private_too
        from route r
        where r.namespace = ? and r.agent_id = any (?::uuid[])
      """
          + NOT_PAUSED
          + """
        union all
        select r.id, r.agent_id, r.capabilities, r.private_too
        from route r
        where r.namespace = ? and r.agent_id is null
          and exists (
            select 1 from agent_session s
            where s.agent_id = any (?::uuid[]) and r.capabilities <@ s.capabilities
              and (r.private_too or s.visibility = 'public'))
      """
          + NOT_PAUSED
          + """
      )
      """;

  /**
   * The owners that have ready tasks of a route, from the one after the last that was seen, round
   * to it again: each is one probe of task_ready, however many tasks it has. What stands between
   * the brackets is evaluated once, which "offset 0" is for.
   */
  private static final String OWNERS =
      """
      owners as (
        select f.id as route_id, o.owner_id, o.owner_id as first, 1 as nth
        from fitting f
        left join unnest(?::bigint[], ?::uuid[]) as seen(route_id, owner_id)
          on seen.route_id = f.id
        cross join lateral (
          select coalesce(
            (select t.owner_id from task t
              where t.route_id = f.id and t.status = 'queued' and t.stage is null
                and t.owner_id > seen.owner_id
              order by t.owner_id limit 1),
            (select t.owner_id from task t
              where t.route_id = f.id and t.status = 'queued' and t.stage is null
              order by t.owner_id limit 1)) as owner_id
          offset 0
        ) o
        where o.owner_id is not null
        union all
        select o.route_id, next.owner_id, o.first, o.nth + 1
        from owners o
        cross join lateral (
          select coalesce(
            (select t.owner_id from task t
              where t.route_id = o.route_id and t.status = 'queued' and t.stage is null
                and t.owner_id > o.owner_id
              order by t.owner_id limit 1),
            (select t.owner_id from task t
              where t.route_id = o.route_id and t.status = 'queued' and t.stage is null
              order by t.owner_id limit 1)) as owner_id
          offset 0
        ) next
        where o.nth < ? and next.owner_id <> o.first
      )
      """;

  /**
   * The best tasks of every route that one of these agents fits, of each owner some: a lone owner's
   * as many as there is credit at most, so that no more are locked than may be claimed. Tasks that
   * another transaction holds are passed over, and so are those that avoid every one of the agents:
   * they must not stand before others. An owner without such tasks is a row without a task.
   */
  static final String READY =
      "with recursive "
          + FITTING
          + ", "
          + OWNERS
          + """
      , sharing as materialized (
        select o.owner_id,
          case when count(*) over () > 1 then (
            select count(*)::int from task r
            where r.namespace = ? and r.owner_id = o.owner_id and r.status = 'running')
          else 0 end as running
        from (select distinct owner_id from owners) o
      )
      select o.route_id, o.owner_id, o.nth, s.running as owner_running,
        f.agent_id as wanted_agent, f.capabilities, f.private_too, t.id, t.priority,
        case when t.avoid_until > now() then t.avoid_agent_ids
          else '{}' end as avoided_agents,
        t.concurrency_key, t.concurrency_limit,
        case when not t.rate_reserved then t.rate_limit_key end as rate_limit_key,
        ceil(t.rate_limit_period_ms * 1000.0 / t.rate_limit)::bigint as spacing,
        (extract(epoch from clock_timestamp() - t.run_at) * 1000)::bigint as waited_ms
      from owners o
      join fitting f on f.id = o.route_id
      join sharing s on s.owner_id = o.owner_id
      left join lateral (
        select id, priority, run_at, avoid_until, avoid_agent_ids, concurrency_key,
          concurrency_limit, rate_limit_key, rate_limit, rate_limit_period_ms, rate_reserved
        from task
        where route_id = o.route_id and owner_id = o.owner_id
          and status = 'queued' and stage is null
          and (avoid_until is null or avoid_until <= now() or exists (
            select 1 from agent_session s
            where s.agent_id = any (?::uuid[]) and s.agent_id <> all (avoid_agent_ids)
              and (f.agent_id = s.agent_id
                or (f.agent_id is null and (f.private_too or s.visibility = 'public')))
              and f.capabilities <@ s.capabilities))
        order by priority desc, id
        limit least(?::int, greatest(1, 2 * ?::int / (select count(*)::int from sharing)))
        for update skip locked
      ) t on true
      """;

  /** Whether there is anything at all to claim, in whatever namespace; one probe of task_ready. */
  static final String ANY_READY =
      "select 1 from task where status = 'queued' and stage is null limit 1";

  /** The claim: from here on only the holder of the lease can write. */
  static final String CLAIM =
      """
      update task t
      set status = 'running', stage = 'dispatched', attempt = t.attempt + 1, lease_id = u.lease_id,
        agent_id = u.agent_id, dispatched_at = now(), deadline = now() + ? * interval '1 ms',
        rate_reserved = t.rate_limit_key is not null
      from unnest(?::uuid[], ?::text[], ?::uuid[]) as u(id, lease_id, agent_id)
      where t.id = u.id and t.status = 'queued' and t.stage is null
      returning t.id, t.owner_id, t.namespace, t.type, t.attempt, t.lease_id, t.agent_id,
        t.timeout_ms, t.input, t.labels, t.request_id, t.traceparent
      """;

  private DispatchSql() {}
}
