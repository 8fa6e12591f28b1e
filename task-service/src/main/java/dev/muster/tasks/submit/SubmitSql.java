package dev.muster.tasks.submit;

import dev.muster.task.Stages;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.queue.Backoff;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Inserts many tasks, each with its first event, with one statement. */
final class SubmitSql {
  /** Unknown times are the database's now, so that replicas with differing clocks agree. */
  private static final String TASKS =
      """
      with fresh as (
        insert into task (id, owner_id, namespace, route_id, type, priority, status, stage, run_at,
          timeout_ms, max_attempts, max_lost, backoff_initial_ms, backoff_factor, backoff_max_ms,
          backoff_jitter, labels, input, request_id, traceparent)
        select id, owner_id, namespace, route_id, type, priority, 'queued',
          case when due > now() then 'scheduled' end, due,
          timeout_ms, max_attempts, max_lost, backoff_initial_ms, backoff_factor, backoff_max_ms,
          backoff_jitter, labels::jsonb, input, request_id, traceparent
        from (
          select *, coalesce(run_at, now() + delay_ms * interval '1 ms') as due
          from unnest(?::uuid[], ?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::int[],
              ?::timestamptz[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::bigint[],
              ?::real[], ?::bigint[], ?::real[], ?::text[], ?::text[], ?::text[], ?::text[])
            as u(id, owner_id, namespace, route_id, type, priority, run_at, delay_ms, timeout_ms,
              max_attempts, max_lost, backoff_initial_ms, backoff_factor, backoff_max_ms,
              backoff_jitter, labels, input, request_id, traceparent)
        ) wished
        on conflict (id) do nothing
        returning id, stage
      )
      insert into task_change (task_id, last, count, events)
      select id, 1, 1, case when stage is null then ? else ? end
      from fresh
      returning task_id, events::json->0->'payload'->>'stage' as stage
      """;

  /** Of tasks that were there already, after a commit of which nobody knew. */
  private static final String FIRST_EVENTS =
      """
      select task_id, events::json->0->'payload'->>'stage' as stage
      from task_change
      where task_id = any (?::uuid[]) and last = count
      """;

  private SubmitSql() {}

  static void insert(Change change, List<NewTask> tasks, List<Long> routeIds) throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    Connection connection = change.connection();
    List<FirstEvent> first = tasks(connection, tasks, routeIds);
    if (first.size() < tasks.size()) {
      first =
          Sql.query(connection, FIRST_EVENTS, FirstEvent::of, column("uuid", tasks, NewTask::id));
    }
    Map<UUID, NewTask> byId = new HashMap<>();
    tasks.forEach(task -> byId.put(task.id(), task));
    first.forEach(each -> change.told(byId.get(each.taskId()).queued(each.stage()), 1));
  }

  private record FirstEvent(UUID taskId, String stage) {
    static FirstEvent of(ResultSet row) throws SQLException {
      return new FirstEvent(row.getObject("task_id", UUID.class), row.getString("stage"));
    }
  }

  private static List<FirstEvent> tasks(
      Connection connection, List<NewTask> tasks, List<Long> routeIds) throws SQLException {
    NewTask any = tasks.getFirst();
    return Sql.query(
        connection,
        TASKS,
        FirstEvent::of,
        column("uuid", tasks, NewTask::id),
        column("uuid", tasks, NewTask::ownerId),
        column("text", tasks, task -> task.route().namespace()),
        Sql.array("int8", routeIds),
        column("text", tasks, NewTask::type),
        column("int4", tasks, NewTask::priority),
        column("timestamptz", tasks, NewTask::runAt),
        column("int8", tasks, NewTask::delayMs),
        column("int8", tasks, NewTask::timeoutMs),
        column("int4", tasks, NewTask::maxAttempts),
        column("int4", tasks, NewTask::maxLost),
        backoff("int8", tasks, backoff -> backoff.initial().toMillis()),
        backoff("float4", tasks, backoff -> (float) backoff.factor()),
        backoff("int8", tasks, backoff -> backoff.max().toMillis()),
        backoff("float4", tasks, backoff -> (float) backoff.jitter()),
        column("text", tasks, NewTask::labels),
        column("text", tasks, NewTask::input),
        column("text", tasks, NewTask::requestId),
        column("text", tasks, NewTask::traceparent),
        Sql.value(NewEvent.text(List.of(any.queued(null)))),
        Sql.value(NewEvent.text(List.of(any.queued(Stages.SCHEDULED)))));
  }

  private static Sql.Param backoff(
      String type, List<NewTask> tasks, Function<Backoff, Object> value) {
    return column(type, tasks, task -> task.backoff() == null ? null : value.apply(task.backoff()));
  }

  private static Sql.Param column(
      String type, List<NewTask> tasks, Function<NewTask, Object> value) {
    return Sql.array(type, tasks.stream().map(value).toList());
  }
}
