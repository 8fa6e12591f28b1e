-- Every agent that turned the task down lately, not only the last: two of them would hand it to and fro.
alter table task
  drop column avoid_agent_id,
  add column avoid_agent_ids uuid[] not null default '{}';
