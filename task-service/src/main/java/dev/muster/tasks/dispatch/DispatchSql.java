package dev.muster.tasks.dispatch;

/** Statements of a dispatch round. */
final class DispatchSql {
  /**
   * Agents that may get tasks, have credit and were named, or fit a named route. The count goes
   * through task_running_on_agent.
   */
  static final String CREDIT =
      """
      select s.agent_id, s.session_id, s.gateway_id, s.visibility = 'private' as is_private,
        s.capabilities, s.slots, held.running
      from agent_session s
      cross join lateral (
        select count(*)::int as running from task t
        where t.agent_id = s.agent_id and t.status = 'running'
      ) held
      where s.namespace = ? and s.lost_at is null and s.slots > held.running
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

  /**
   * The best tasks of every route that one of these agents fits, as many as there is credit at
   * most. Each route is one probe of task_ready; tasks that another transaction holds are passed
   * over, and so are those that avoid every one of the agents: they must not stand before others.
   */
  static final String READY =
      """
      with fitting as (
        select r.id, r.agent_id, r.capabilities, r.private_too
        from route r
        where r.namespace = ? and r.agent_id = any (?::uuid[])
        union all
        select r.id, r.agent_id, r.capabilities, r.private_too
        from route r
        where r.namespace = ? and r.agent_id is null
          and exists (
            select 1 from agent_session s
            where s.agent_id = any (?::uuid[]) and r.capabilities <@ s.capabilities
              and (r.private_too or s.visibility = 'public'))
      )
      select t.id, t.priority, f.agent_id as wanted_agent, f.capabilities, f.private_too,
        case when t.avoid_until > now() then t.avoid_agent_ids
          else '{}' end as avoided_agents
      from fitting f
      cross join lateral (
        select id, priority, avoid_until, avoid_agent_ids
        from task
        where route_id = f.id and status = 'queued' and stage is null
          and (avoid_until is null or avoid_until <= now() or exists (
            select 1 from agent_session s
            where s.agent_id = any (?::uuid[]) and s.agent_id <> all (avoid_agent_ids)
              and (f.agent_id = s.agent_id
                or (f.agent_id is null and (f.private_too or s.visibility = 'public')))
              and f.capabilities <@ s.capabilities))
        order by priority desc, id
        limit ?
        for update skip locked
      ) t
      """;

  /** The claim: from here on only the holder of the lease can write. */
  static final String CLAIM =
      """
      update task t
      set status = 'running', stage = 'dispatched', attempt = t.attempt + 1, lease_id = u.lease_id,
        agent_id = u.agent_id, dispatched_at = now(), deadline = now() + ? * interval '1 ms'
      from unnest(?::uuid[], ?::text[], ?::uuid[]) as u(id, lease_id, agent_id)
      where t.id = u.id and t.status = 'queued' and t.stage is null
      returning t.id, t.owner_id, t.namespace, t.type, t.attempt, t.lease_id, t.agent_id,
        t.timeout_ms, t.input, t.labels, t.request_id, t.traceparent
      """;

  private DispatchSql() {}
}
