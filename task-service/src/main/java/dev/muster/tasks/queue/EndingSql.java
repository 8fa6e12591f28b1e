package dev.muster.tasks.queue;

/** Statements that end attempts. */
final class EndingSql {
  /**
   * The rows whose lease is still the one named, locked in id order so that two batches can't wait
   * for each other. By primary key.
   */
  static final String LOCK_HELD =
      """
      select t.id, t.owner_id, t.namespace, t.route_id, t.agent_id, t.lease_id, t.attempt,
        t.cancel_requested_at, t.max_attempts, t.failed_attempts, t.max_lost, t.lost_attempts,
        t.backoff_initial_ms, t.backoff_factor, t.backoff_max_ms, t.backoff_jitter,
        t.non_retryable
      from task t
      join unnest(?::uuid[], ?::text[], ?::int[], ?::uuid[]) as u(id, lease_id, attempt, agent_id)
        on t.id = u.id and t.lease_id = u.lease_id and t.attempt = u.attempt
          and t.agent_id = u.agent_id
      where t.status = 'running'
      order by t.id
      for update of t
      """;

  /** Who ran it has accepted it, also when the accept itself is still on its way. */
  static final String RECORD_ATTEMPTS =
      """
      insert into attempt (task_id, number, lease_id, agent_id, dispatched_at, accepted_at, outcome,
        result, message, exit_code)
      select t.id, t.attempt, t.lease_id, t.agent_id, t.dispatched_at,
        case when u.outcome in ('done', 'failed', 'timeout')
          then coalesce(t.accepted_at, now()) else t.accepted_at end,
        u.outcome, u.result, u.message, u.exit_code
      from task t
      join unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::int[])
        as u(id, outcome, result, message, exit_code)
        on t.id = u.id
      """;

  /**
   * A task that its agent finished keeps the lease, so that a repeated word about it is known as
   * such; one that the server took away has none, and late writes are refused.
   */
  static final String MOVE_ON =
      """
      update task t set
        status = u.status,
        stage = u.stage,
        percent = case when u.status = 'queued' then null else t.percent end,
        run_at = case when u.wait_ms > 0 then now() + u.wait_ms * interval '1 ms' else t.run_at end,
        finished_at = case when u.status = 'queued' then null else now() end,
        deadline = null,
        failed_attempts = u.failed,
        lost_attempts = u.lost,
        avoid_agent_ids = case
          when not u.avoid then t.avoid_agent_ids
          when t.avoid_until > now()
            then (array_remove(t.avoid_agent_ids, t.agent_id))[1:999] || t.agent_id
          else array[t.agent_id] end,
        avoid_until = case when u.avoid then now() + ? * interval '1 ms' else t.avoid_until end,
        lease_id = case when u.status = 'queued' or u.fence then null else t.lease_id end,
        agent_id = case when u.status = 'queued' then null else t.agent_id end,
        dispatched_at = case when u.status = 'queued' then null else t.dispatched_at end,
        accepted_at = case when u.status = 'queued' then null
          when u.outcome in ('done', 'failed', 'timeout') then coalesce(t.accepted_at, now())
          else t.accepted_at end
      from unnest(?::uuid[], ?::text[], ?::text[], ?::bigint[], ?::int[], ?::int[], ?::bool[],
          ?::text[], ?::bool[])
        as u(id, status, stage, wait_ms, failed, lost, avoid, outcome, fence)
      where t.id = u.id and t.status = 'running'
      """;

  private EndingSql() {}
}
