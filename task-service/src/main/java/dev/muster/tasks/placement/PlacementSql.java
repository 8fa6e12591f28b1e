package dev.muster.tasks.placement;

/** Statements that tell why a task isn't running. */
final class PlacementSql {
  /** By primary keys; the counts through task_running_of_owner and task_running_with_key. */
  static final String TASK =
      """
      select t.id, t.status, t.stage, t.run_at, t.namespace, t.route_id, t.owner_id, t.priority,
        t.failed_attempts, t.attempt, t.agent_id, t.dispatched_at, t.finished_at,
        t.concurrency_key, t.concurrency_limit, t.rate_limit_key,
        case when t.avoid_until > now() then t.avoid_until end as avoid_until,
        case when t.avoid_until > now() then t.avoid_agent_ids else '{}' end as avoided_agents,
        case when t.avoid_until > now() then (
          select a.message from attempt a
          where a.task_id = t.id and a.outcome in ('rejected', 'unaccepted')
          order by a.number desc limit 1)
        end as turned_down,
        r.agent_id as wanted_agent, r.capabilities, r.private_too,
        coalesce(p.paused, false) as namespace_paused, p.quota,
        case when p.quota is not null then (
          select count(*) from task o where o.namespace = t.namespace and o.status = 'running')
        end as namespace_running,
        case when t.concurrency_key is not null then (
          select count(*) from task o
          where o.namespace = t.namespace and o.concurrency_key = t.concurrency_key
            and o.status = 'running')
        end as key_running
      from task t
      join route r on r.id = t.route_id
      left join namespace_policy p on p.namespace = t.namespace
      where t.id = ? and (t.owner_id = ? or ?)
      """;

  static final String PAUSES =
      """
      select p.type, p.agent_id, p.capabilities, p.reason, p.paused_at
      from route r
      join pause p on p.namespace = r.namespace and (p.type is null or p.type = r.type)
        and (p.agent_id is null or p.agent_id = r.agent_id)
        and (p.capabilities is null or p.capabilities = r.capabilities)
      where r.id = ?
      order by p.id
      limit 20
      """;

  /**
   * The connected agents that the task may be told of, those that lack least first. Through
   * agent_session_connected and task_running_on_agent.
   */
  static final String AGENTS =
      """
      select s.agent_id, s.slots, held.running, coalesce(i.mode, 'active') as mode, lacks.missing
      from agent_session s
      left join agent_intake i on i.agent_id = s.agent_id
      cross join lateral (
        select count(*)::int as running from task t
        where t.agent_id = s.agent_id and t.status = 'running'
      ) held
      cross join lateral (
        select array(
          select c from unnest(?::text[]) c where c <> all (s.capabilities) order by c) as missing
      ) lacks
      where s.namespace = ? and s.lost_at is null
        and case when ?::uuid is null then s.visibility = 'public' or ? else s.agent_id = ? end
      order by cardinality(lacks.missing), s.agent_id
      limit 1000
      """;

  /**
   * The owner's own, through task_ready, in its order: a limit that the planner doesn't know keeps
   * it from reading all that the owner has.
   */
  static final String AHEAD =
      """
      select count(*)::int
      from (
        select 1 from task
        where route_id = ? and owner_id = ? and status = 'queued' and stage is null
          and (priority > ? or (priority = ? and id < ?))
        order by priority desc, id
        limit (select 1000)
      ) ahead
      """;

  private PlacementSql() {}
}
