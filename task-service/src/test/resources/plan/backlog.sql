-- A backlog of :queued tasks for agents that are away and a history of :finished tasks over four weeks, of a
-- hundred owners and a thousand agents; a few of everything else that there is.
select make_week(now() - n * interval '7 days') from generate_series(2, 4) as n;

insert into route (namespace, agent_id, capabilities, private_too, type)
select 'n' || n % 5, case when n % 2 = 0 then gen_random_uuid() end, array['c' || n], false, 't' || n % 10
from generate_series(1, 200) as n;

create table owner as select n as nr, gen_random_uuid() as id from generate_series(0, 99) as n;
create table agent as select n as nr, gen_random_uuid() as id from generate_series(0, 999) as n;

insert into agent_session (agent_id, session_id, gateway_id, namespace, visibility, capabilities, slots)
select id, 's' || nr, 'g' || nr % 3, 'n' || nr % 5, 'public', array['c' || nr], 10 from agent;

insert into task (id, owner_id, namespace, route_id, type, priority, status, stage, run_at, queue_timeout_ms, expire_at, timeout_ms,
  max_attempts, max_lost, concurrency_key, concurrency_limit, rate_limit_key, rate_limit, rate_limit_period_ms, labels, input)
select uuidv7(-n * interval '10 days' / :queued), o.id, r.namespace, r.id, r.type, n % 3, 'queued',
  case n % 20 when 0 then 'scheduled' when 1 then 'retry_wait' when 2 then 'limited' end,
  now() + case when n % 20 < 2 then interval '1 day' else interval '0' end,
  case when n % 10 = 5 then 86400000 end, case when n % 10 = 5 then now() + interval '1 day' end, 3600000, 1, 3,
  case when n % 20 in (2, 3) then 'k' || n % 200 end, case when n % 20 in (2, 3) then 1 end,
  case when n % 20 = 4 then 'r' || n % 200 end, case when n % 20 = 4 then 1 end, case when n % 20 = 4 then 1000 end,
  case when n % 10 = 0 then jsonb_build_object('team', 'x' || n % 7, 'order', n::text) end, '{"n":' || n || '}'
from generate_series(1, :queued) as n
join owner o on o.nr = n % 100
join route r on r.id = 1 + n % 200;

-- A crowd of one owner with one key.
insert into task (id, owner_id, namespace, route_id, type, priority, status, run_at, timeout_ms, max_attempts, max_lost,
  concurrency_key, concurrency_limit, rate_limit_key, rate_limit, rate_limit_period_ms)
select uuidv7(-n * interval '1 second'), o.id, r.namespace, r.id, r.type, n % 3, 'queued', now(), 3600000, 1, 3, 'crowd', 1,
  'crowd', 1, 1000
from generate_series(1, 3000) as n
join owner o on o.nr = 0
join route r on r.id = 1;

insert into task (id, owner_id, namespace, route_id, type, priority, status, stage, run_at, timeout_ms, max_attempts,
  max_lost, attempt, agent_id, lease_id, dispatched_at, accepted_at, finished_at, labels, input)
select uuidv7(-n * interval '28 days' / :finished), o.id, r.namespace, r.id, r.type, 0,
  case n % 50 when 0 then 'failed' when 1 then 'canceled' else 'done' end, case n % 50 when 0 then 'dead_letter' end,
  now(), 3600000, 1, 3, 1, a.id, 'l' || n, now(), now(), now(),
  case when n % 10 = 0 then jsonb_build_object('team', 'x' || n % 7, 'order', (n + 100000000)::text) end,
  '{"n":' || n || '}'
from generate_series(1, :finished) as n
join owner o on o.nr = n % 100
join agent a on a.nr = n % 1000
join route r on r.id = 1 + n % 200;

insert into task (id, owner_id, namespace, route_id, type, priority, status, stage, run_at, timeout_ms, max_attempts,
  max_lost, attempt, agent_id, lease_id, dispatched_at, accepted_at, deadline)
select uuidv7(-n * interval '1 second'), o.id, r.namespace, r.id, r.type, 0, 'running', 'accepted', now(), 3600000, 1, 3,
  1, a.id, 'l' || n, now(), now(), now() + interval '1 hour'
from generate_series(1, 500) as n
join owner o on o.nr = n % 100
join agent a on a.nr = n
join route r on r.id = 1 + n % 200;

insert into attempt (task_id, number, lease_id, agent_id, dispatched_at, accepted_at, outcome, result, message,
  exit_code)
select id, 1, lease_id, agent_id, dispatched_at, accepted_at, status,
  case when status = 'done' then '"ok"' end, case when status <> 'done' then 'exit 3' end, 0
from task
where finished_at is not null;

insert into task_change (task_id, last, count, events)
select id, 1, 1, '[{"type":"task/status","payload":{"status":"queued"}}]' from task
union all
select id, 5, 4, '[{"type":"task/result","payload":{}}]' from task where status <> 'queued';

-- One that tells much.
insert into task_change (task_id, last, count, events)
select (select id from task where status = 'running' order by id limit 1), n, 1, '[{"type":"task/progress","payload":{}}]'
from generate_series(6, 10000) as n;

insert into submission_key (owner_id, kind, scope, key, task_id)
select owner_id, 'dedupe', namespace, id::text, id from task where status in ('queued', 'running');

insert into rate_limit (namespace, key, next_at)
select 'n' || n % 5, 'r' || n, now() + interval '1 hour' from generate_series(1, 10000) as n;

-- Output of what runs and what failed; one writes much.
insert into log_extent (task_id, phase, attempt, bytes, furthest, stored)
select id, 'run', 1, 64, 64, 64 from task where status in ('running', 'failed');

insert into task_log (task_id, phase, attempt, position, length, stream, content)
select id, 'run', 1, 0, 64, 'stdout', convert_to(repeat('x', 64), 'UTF8') from task where status in ('running', 'failed');

insert into task_log (task_id, phase, attempt, position, length, stream, content)
select (select id from task where status = 'running' order by id limit 1), 'run', 1, n * 64, 64, 'stdout',
  convert_to(repeat('x', 64), 'UTF8')
from generate_series(1, 9999) as n;

-- Of two scopes; of some there is news.
insert into control_plane_work (scope, name, task_id, state, reported)
select 'a', 'w' || row_number() over (order by id), id, 'open', case when status = 'queued' then 1 else 0 end
from ((select id, status from task where status = 'queued' order by id desc limit 1950)
  union all (select id, status from task where status = 'running' order by id limit 50)) as work;

insert into control_plane_work (scope, name, task_id, state, closed_at)
select 'b', 'w' || n, gen_random_uuid(), 'ended', now() from generate_series(1, 10000) as n;

analyze;
