-- What a task needs: its type, and one agent, or agents with all of a set of capabilities (none: any
-- agent). Tasks with the same need share a route, so that a claim looks at a handful of routes, never at
-- the tasks of agents that are away.
create table route (
  id bigint generated always as identity primary key,
  namespace text not null check (namespace ~ '^[a-z0-9._-]{1,64}$'),
  agent_id uuid,
  capabilities text[] not null,
  -- An administrator's: private agents may have it too, without being named.
  private_too boolean not null,
  type text not null check (length(type) between 1 and 64),
  unique nulls not distinct (namespace, agent_id, capabilities, private_too, type)
);

create index route_by_agent on route (agent_id) where agent_id is not null;
create index route_by_capabilities on route (namespace) where agent_id is null;

-- One row per task. Its id tells when it was made (UUIDv7), so that time makes the partitions, each a week,
-- of this table and of all that belongs to a task: what is old is dropped with its week, and what is
-- finished is in no index that a claim looks at. docs/task-states.md has every way from one state to another.
--   queued   stage null: the dispatcher claims it; 'scheduled', 'retry_wait', 'rate_limited': due at run_at;
--            'limited': parked until its concurrency key has room
--   running  stage 'dispatched' until the agent accepts; every write names lease_id, the fencing token;
--            at deadline the server acts by itself (no accept, no end, no confirmed cancel)
--   done, failed, canceled   nobody, but an explicit retry
-- JSON is kept as text, escaped to ASCII: NUL comes back too, and numbers keep their digits. A large input is
-- out of line, so that the row stays narrow.
create table task (
  id uuid primary key,
  owner_id uuid not null,
  namespace text not null,
  route_id bigint not null,
  type text not null,
  priority smallint not null check (priority between -100 and 100),
  status text not null check (status in ('queued', 'running', 'done', 'failed', 'canceled')),
  stage text check (length(stage) between 1 and 64),
  percent real check (percent between 0 and 100),
  created_at timestamptz not null default now(),
  run_at timestamptz not null,
  -- Not started by then, it fails; counted from when it first might have run.
  expire_at timestamptz,
  queue_timeout_ms bigint check (queue_timeout_ms > 0),
  timeout_ms bigint not null check (timeout_ms > 0),
  -- Silence of the running attempt after which it counts as timed out; null for any.
  silence_ms bigint check (silence_ms > 0),

  attempt integer not null default 0 check (attempt >= 0),
  lease_id text,
  agent_id uuid,
  dispatched_at timestamptz,
  accepted_at timestamptz,
  deadline timestamptz,
  cancel_requested_at timestamptz,
  finished_at timestamptz,

  max_attempts smallint not null check (max_attempts > 0),
  failed_attempts smallint not null default 0,
  max_lost smallint not null check (max_lost > 0),
  lost_attempts smallint not null default 0,
  -- Null for those of the protocol: most tasks have them.
  backoff_initial_ms bigint check (backoff_initial_ms >= 0),
  backoff_factor real check (backoff_factor >= 1),
  backoff_max_ms bigint check (backoff_max_ms >= 0),
  backoff_jitter real check (backoff_jitter between 0 and 1),
  -- Errors after which another attempt is no use.
  non_retryable text[],
  -- Why it failed without an attempt that says so: its time in the queue was up.
  failure text,
  -- Every agent that turned the task down lately: of two, each would hand it to the other.
  avoid_agent_ids uuid[],
  avoid_until timestamptz,
  -- How often it came back to an agent that had turned it down: each time it is avoided for longer.
  avoid_rounds smallint not null default 0 check (avoid_rounds >= 0),

  -- No more than that many tasks of the namespace run with this key at a time.
  concurrency_key text check (length(concurrency_key) between 1 and 128),
  concurrency_limit integer check (concurrency_limit > 0),
  -- No more than that many tasks of the namespace start with this key in each period.
  rate_limit_key text check (length(rate_limit_key) between 1 and 128),
  rate_limit integer check (rate_limit > 0),
  rate_limit_period_ms bigint check (rate_limit_period_ms > 0),
  -- It has its turn, at run_at or before.
  rate_reserved boolean not null default false,

  labels jsonb,
  input text,
  request_id text,
  traceparent text,

  constraint finished_has_a_time
    check ((status in ('done', 'failed', 'canceled')) = (finished_at is not null)),
  constraint running_has_a_holder_and_a_deadline
    check (status <> 'running'
      or (lease_id is not null and agent_id is not null and dispatched_at is not null
        and deadline is not null and attempt > 0)),
  constraint queued_has_no_holder
    check (status <> 'queued'
      or (lease_id is null and agent_id is null and dispatched_at is null
        and accepted_at is null and cancel_requested_at is null)),
  constraint only_running_has_a_deadline check (status = 'running' or deadline is null),
  constraint stage_fits_status check (case status
    when 'queued' then
      stage is null or stage in ('scheduled', 'retry_wait', 'rate_limited', 'limited')
    when 'running' then stage is not null
    when 'failed' then stage is not null and stage = 'dead_letter'
    else stage is null end),
  constraint only_failed_has_a_failure check (failure is null or status = 'failed'),
  constraint queue_timeout_has_an_end check ((queue_timeout_ms is null) = (expire_at is null)),
  constraint canceling_was_asked_for
    check (status <> 'running' or (stage = 'canceling') = (cancel_requested_at is not null)),
  constraint accepted_has_a_time
    check (status <> 'running' or stage not in ('dispatched', 'accepted')
      or (stage = 'accepted') = (accepted_at is not null)),
  constraint limited_has_a_key check (stage <> 'limited' or concurrency_key is not null),
  constraint concurrency_key_has_a_limit
    check ((concurrency_key is null) = (concurrency_limit is null)),
  constraint rate_limit_key_has_a_limit check (
    (rate_limit_key is null) = (rate_limit is null)
      and (rate_limit_key is null) = (rate_limit_period_ms is null))
) partition by range (id);

-- Of each owner the best first: owners share.
create index task_ready on task (route_id, owner_id, priority desc, id)
  where status = 'queued' and stage is null;
create index task_due on task (run_at)
  where status = 'queued' and stage in ('scheduled', 'retry_wait', 'rate_limited');
create index task_limited on task (namespace, concurrency_key, priority desc, id)
  where status = 'queued' and stage = 'limited';
-- Of those that no agent ever started.
create index task_expiring on task (expire_at)
  where status = 'queued' and expire_at is not null and failed_attempts = 0 and lost_attempts = 0;
create index task_running_on_agent on task (agent_id) where status = 'running';
create index task_running_with_key on task (namespace, concurrency_key)
  where status = 'running' and concurrency_key is not null;
-- How much an owner has of a namespace, and of the namespace's quota.
create index task_running_of_owner on task (namespace, owner_id) where status = 'running';
create index task_deadline on task (deadline) where status = 'running';
create index task_of_owner on task (owner_id, id desc);
create index task_failed on task (owner_id, id) where status = 'failed';
create index task_ended_on_agent on task (agent_id, id desc)
  where agent_id is not null and status in ('done', 'failed', 'canceled');
create index task_labels on task using gin (labels jsonb_path_ops) where labels is not null;
-- Few, and looked for by whoever redrives them.
create index task_dead_letters on task (id desc) where status = 'failed';

-- One row per attempt, written when it ends; the attempt under way is in task. The last one's outcome is the
-- task's.
create table attempt (
  task_id uuid not null,
  number integer not null check (number > 0),
  lease_id text not null,
  agent_id uuid not null,
  dispatched_at timestamptz not null,
  accepted_at timestamptz,
  finished_at timestamptz not null default now(),
  outcome text not null check (outcome in
    ('done', 'failed', 'timeout', 'canceled', 'lost', 'infrastructure', 'rejected', 'unaccepted',
     'undeliverable')),
  result text,
  message text,
  exit_code integer,
  constraint only_done_has_a_result check (result is null or outcome = 'done'),
  primary key (task_id, number)
) partition by range (task_id);

-- What happened to a task, in the words in which its owner is told, written with the change that each tells
-- of: a JSON array, escaped to ASCII, of {type, payload} without what is said beside it: the task's id, and
-- the result, which is in attempt. Events count from 1 without a gap, as whoever writes holds the task's
-- row; last is the position of the row's last one.
create table task_change (
  task_id uuid not null,
  last integer not null,
  count smallint not null check (count > 0),
  at timestamptz not null default clock_timestamp(),
  events text not null check (left(events, 1) = '['),
  constraint positions_count_from_one check (last >= count),
  primary key (task_id, last)
) partition by range (task_id);

-- What the positions of this database are known by. After a restore from a backup positions may be given a
-- second time: give it another text then, and readers begin anew.
create table event_epoch (
  only_one boolean primary key default true check (only_one),
  epoch text not null check (epoch ~ '^[a-z0-9-]{1,32}$')
);

insert into event_epoch (epoch) values (left(replace(gen_random_uuid()::text, '-', ''), 12));

-- Output in pieces, none of which overlap. position counts bytes from 0 in each attempt and phase;
-- readers see the attempts one after the other. The bytes are kept as they came: compressing them takes more
-- of the processor than everything else about them.
create table task_log (
  task_id uuid not null,
  phase text not null check (length(phase) between 1 and 64),
  attempt integer not null,
  position bigint not null check (position >= 0),
  length integer not null check (length > 0),
  stream text not null check (stream in ('stdout', 'stderr')),
  content bytea storage external not null,
  primary key (task_id, phase, attempt, position)
) partition by range (task_id);

-- How far the output of each attempt and phase goes: bytes without a gap, and furthest with gaps. stored is what
-- counts against the task's quota. Beyond cut_at the quota left nothing; a line that says so is there.
-- Written together with the pieces by who holds the task's lock.
create table log_extent (
  task_id uuid not null,
  phase text not null check (length(phase) between 1 and 64),
  attempt integer not null,
  bytes bigint not null check (bytes >= 0),
  furthest bigint not null,
  stored bigint not null check (stored >= 0),
  cut_at bigint check (cut_at >= 0),
  primary key (task_id, phase, attempt),
  constraint furthest_is_no_less check (furthest >= bytes)
) partition by range (task_id);

-- The first UUIDv7 of a time.
create function first_id(at timestamptz) returns uuid language sql stable
  return (lpad(to_hex((extract(epoch from at) * 1000)::bigint), 12, '0') || repeat('0', 20))::uuid;

-- The partitioned tables, task first: whoever locks them all does so in this order, as those do that change
-- tasks.
create view weekly as
  select c.relname as parent, a.attname as id_column, c.relname || '_other' as other
  from pg_partitioned_table p
  join pg_class c on c.oid = p.partrelid
  join pg_attribute a on a.attrelid = c.oid and a.attnum = p.partattrs[0]
  where c.relnamespace = current_schema()::regnamespace
  order by c.relname <> 'task', c.relname;

-- The weeks that have partitions, and when each begins.
create view week as
  select to_date(right(c.relname, 8), 'YYYYMMDD')::timestamp at time zone 'UTC' as monday
  from pg_inherits i
  join pg_class c on c.oid = i.inhrelid
  where i.inhparent = 'task'::regclass and c.relname ~ '^task_[0-9]{8}$';

-- Makes the partitions of the week of a time, of every table that has some, unless they are there. Rows of
-- that week that are in a default partition already move to it.
create function make_week(at timestamptz) returns void language plpgsql as $$
declare
  monday timestamp := date_trunc('week', at at time zone 'UTC');
  first uuid := first_id(monday at time zone 'UTC');
  beyond uuid := first_id((monday + interval '7 days') at time zone 'UTC');
  each record;
  part text;
begin
  for each in select * from weekly loop
    part := each.parent || to_char(monday, '_YYYYMMDD');
    continue when to_regclass(part) is not null;
    execute format('create table %I (like %I including all) %s', part, each.parent,
      case each.parent
        when 'task' then
          'with (fillfactor = 85, toast_tuple_target = 1024, autovacuum_vacuum_scale_factor = 0.02)'
        when 'log_extent' then 'with (fillfactor = 70)'
        else '' end);
    if each.parent = 'task' then
      -- Who has few rows must not be planned for as if he had the average.
      execute format(
        'alter table %I alter owner_id set (n_distinct = 1000), alter agent_id set (n_distinct = 1000)', part);
    end if;
    if to_regclass(each.other) is not null then
      execute format('lock table %I in access exclusive mode', each.other);
      execute format(
        'with moved as (delete from %I where %I >= $1 and %I < $2 returning *) insert into %I select * from moved',
        each.other, each.id_column, each.id_column, part) using first, beyond;
    end if;
    execute format('alter table %I attach partition %I for values from (%L) to (%L)',
      each.parent, part, first, beyond);
  end loop;
end $$;

-- Drops the partitions of the week that begins then. Tasks to keep move to the default partitions with all that
-- belongs to them. Nobody else can use the tables from the first statement to the end of the transaction.
create function drop_week(monday timestamptz, keep uuid[]) returns void language plpgsql as $$
declare
  suffix text := to_char(monday at time zone 'UTC', '_YYYYMMDD');
  each record;
begin
  for each in select * from weekly loop
    execute format('alter table %I detach partition %I', each.parent, each.parent || suffix);
  end loop;
  for each in select * from weekly loop
    execute format('insert into %I select * from %I where %I = any ($1)',
      each.parent, each.parent || suffix, each.id_column) using keep;
    execute format('drop table %I', each.parent || suffix);
  end loop;
end $$;

-- Deletes tasks with all that belongs to them.
create function forget_tasks(ids uuid[]) returns void language plpgsql as $$
declare
  each record;
begin
  for each in select * from weekly order by parent = 'task' loop
    execute format('delete from %I where %I = any ($1)', each.parent, each.id_column) using ids;
  end loop;
end $$;

create table task_other partition of task default;
create table attempt_other partition of attempt default;
create table task_change_other partition of task_change default;
create table task_log_other partition of task_log default;
create table log_extent_other partition of log_extent default;

-- The newest connection of each agent; a gateway opens it before the agent is told that it may work.
-- epoch counts connections: a higher one supersedes a lower one everywhere.
create table agent_session (
  agent_id uuid primary key,
  session_id text not null,
  epoch bigint not null default 1,
  gateway_id text not null,
  namespace text not null,
  visibility text not null check (visibility in ('public', 'private')),
  capabilities text[] not null,
  slots integer not null check (slots >= 0),
  opened_at timestamptz not null default now(),
  lost_at timestamptz,
  lost_with_gateway boolean not null default false,
  requeue_at timestamptz,
  constraint only_lost_requeues check (requeue_at is null or lost_at is not null)
);

create index agent_session_requeue on agent_session (requeue_at) where requeue_at is not null;
create index agent_session_connected on agent_session (namespace) where lost_at is null;
create index agent_session_on_gateway on agent_session (gateway_id);

-- Who may get tasks, as agent-registry-service said last: its versions tell older words from newer. An
-- agent that was always active has no row. 'draining' gets nothing new; of 'quarantined' everything was
-- taken back too.
create table agent_intake (
  agent_id uuid primary key,
  mode text not null check (mode in ('active', 'draining', 'quarantined')),
  version bigint not null check (version > 0),
  changed_at timestamptz not null default now()
);

-- Signs of life of the gateways, by this database's clock.
create table gateway (
  id text primary key,
  seen_at timestamptz not null default now()
);

-- Repeated submits are answered with the first one's task.
create table submission_key (
  owner_id uuid not null,
  kind text not null check (kind in ('idempotency', 'dedupe')),
  scope text not null,
  key text not null,
  body_hash text,
  task_id uuid not null,
  created_at timestamptz not null default now(),
  primary key (owner_id, kind, scope, key)
);

create index submission_key_age on submission_key (created_at);
create index submission_key_of_task on submission_key (task_id);

-- Lines of the audit log that auth-service hasn't confirmed: written in the transaction of the change that
-- each tells of, deleted after auth-service has committed them. The checks are those of its own table, so that
-- what is here is taken there.
create table audit_outbox (
  id          uuid primary key,
  at          timestamptz not null default now(),
  service     text not null,
  actor_kind  text not null,
  actor_id    text,
  action      text not null,
  target_kind text,
  target_id   text,
  outcome     text not null,
  code        integer not null,
  address     text,
  request_id  text,
  detail      jsonb not null,

  constraint audit_outbox_actor_is_known check (actor_kind in ('user', 'agent', 'service', 'anonymous', 'system')),
  constraint audit_outbox_actor_has_an_id check (
    (actor_id is null) = (actor_kind in ('anonymous', 'system')) and length(actor_id) between 1 and 200),
  constraint audit_outbox_action_is_thing_and_verb check (length(action) <= 64 and action ~ '^[a-z_]+(\.[a-z_]+)+$'),
  constraint audit_outbox_target_is_named check (
    (target_kind is null) = (target_id is null) and length(target_kind) <= 32 and length(target_id) <= 200),
  constraint audit_outbox_outcome_fits_code check (
    outcome in ('ok', 'denied', 'failed') and (outcome = 'ok') = (code = 0)),
  constraint audit_outbox_address_is_short check (length(address) <= 45),
  constraint audit_outbox_request_is_short check (length(request_id) <= 128),
  constraint audit_outbox_detail_is_small check (jsonb_typeof(detail) = 'object' and octet_length(detail::text) <= 4096)
);

-- What an administrator said of a namespace in agent-registry-service, whose versions tell older words from
-- newer. A namespace without a row has weight 1, no quota and isn't paused.
create table namespace_policy (
  namespace text primary key check (namespace ~ '^[a-z0-9._-]{1,64}$'),
  weight integer not null check (weight > 0),
  quota integer check (quota > 0),
  paused boolean not null,
  version bigint not null check (version > 0)
);

-- What isn't claimed until somebody resumes it: a type, one agent's tasks, those that need exactly these
-- capabilities, or what is all of these that are given.
create table pause (
  id uuid primary key,
  namespace text not null,
  type text,
  agent_id uuid,
  capabilities text[],
  reason text not null,
  paused_by uuid not null,
  paused_at timestamptz not null default now(),
  constraint something_is_paused check (num_nonnulls(type, agent_id, capabilities) > 0),
  unique nulls not distinct (namespace, type, agent_id, capabilities)
);

-- When the next task with a key may start.
create table rate_limit (
  namespace text not null,
  key text not null,
  next_at timestamptz not null,
  primary key (namespace, key)
);

-- Work of an external control plane, by the id that it has there. The task's id is chosen before the task is
-- made, so that whoever comes after a death makes the same one. Who moves it on:
--   offered  the poller: makes the task, or refuses the work
--   open     the poller: tells what happened to the task; reported is the position of the last event that the
--            control plane has confirmed
--   ended, refused, dead   nobody; forgotten after a while
create table control_plane_work (
  scope text not null,
  name text not null check (name ~ '^[!-~]{1,200}$'),
  task_id uuid not null,
  state text not null check (state in ('offered', 'open', 'ended', 'refused', 'dead')),
  reported integer not null default 0 check (reported >= 0),
  code integer,
  reason text check (length(reason) <= 1000),
  closed_at timestamptz,
  primary key (scope, name),
  constraint only_refused_has_a_code check ((state = 'refused') = (code is not null)),
  constraint refused_and_dead_have_a_reason check ((state in ('refused', 'dead')) = (reason is not null)),
  constraint closed_has_a_time check ((state in ('ended', 'refused', 'dead')) = (closed_at is not null))
);

create index control_plane_work_open on control_plane_work (scope, task_id) where state = 'open';
create index control_plane_work_closed on control_plane_work (scope, closed_at) where closed_at is not null;

-- Which process asks the control plane now. A term begins when another takes over.
create table control_plane_lease (
  scope text primary key,
  holder text not null,
  term bigint not null check (term > 0),
  until timestamptz not null
);

-- At the end, when all tables are there: time's first partitions.
select make_week(now() + n * interval '7 days') from generate_series(-1, 2) as n;
