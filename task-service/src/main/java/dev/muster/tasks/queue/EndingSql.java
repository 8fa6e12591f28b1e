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
        t.accepted_at is not null as accepted, t.cancel_requested_at, t.max_attempts,
        t.failed_attempts, t.max_lost, t.lost_attempts, t.backoff_initial_ms, t.backoff_factor,
        t.backoff_max_ms, t.backoff_jitter, t.non_retryable
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

  /** 1 when the agent had turned the task down before and its time was over. */
  private static final String CAME_BACK =
      """
      coalesce((t.avoid_until <= now() and t.agent_id = any (t.avoid_agent_ids))::int, 0)
      """;

  /**
   * A task that its agent finished keeps the lease, so that a repeated word about it is known as
   * such; one that the server took away has none, and late writes are refused. Whoever turned a
   * task down is avoided for twice as long when it does so again after its time was over, and all
   * who turn it down meanwhile with it.
   */
  static final String MOVE_ON =
      """
      with moved as (
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
        avoid_rounds = case
          when u.avoid then least(20, t.avoid_rounds +
      """
          + CAME_BACK
          + """
          )
          when u.outcome = 'undeliverable' then t.avoid_rounds
          else 0 end,
        avoid_until = case
          when u.avoid then now() + interval '1 ms' * least(?, ? * 2 ^ (t.avoid_rounds +
      """
          + CAME_BACK
          + """
          ))
          else t.avoid_until end,
        rate_reserved = t.rate_reserved and (u.avoid or u.outcome = 'undeliverable'),
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
      returning t.namespace, t.concurrency_key
      )
      select distinct namespace, concurrency_key from moved where concurrency_key is not null
      """;

  private EndingSql() {}
}
