package dev.muster.tasks.submit;

import dev.muster.task.Stages;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.queue.JsonText;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Inserts many tasks, each with its first event, with two statements. */
final class SubmitSql {
  /** Unknown times are the database's now, so that replicas with differing clocks agree. */
  private static final String TASKS =
      """
      with fresh as (
        insert into task (id, owner_id, namespace, route_id, type, priority, status, stage, run_at,
          timeout_ms, max_attempts, max_lost, backoff_initial_ms, backoff_factor, backoff_max_ms,
          backoff_jitter)
        select id, owner_id, namespace, route_id, type, priority, 'queued',
          case when due > now() then 'scheduled' end, due,
          timeout_ms, max_attempts, max_lost, backoff_initial_ms, backoff_factor, backoff_max_ms,
          backoff_jitter
        from (
          select *, coalesce(run_at, now() + delay_ms * interval '1 ms') as due
          from unnest(?::uuid[], ?::uuid[], ?::text[], ?::bigint[], ?::text[], ?::int[],
              ?::timestamptz[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::bigint[],
              ?::real[], ?::bigint[], ?::real[])
            as u(id, owner_id, namespace, route_id, type, priority, run_at, delay_ms, timeout_ms,
              max_attempts, max_lost, backoff_initial_ms, backoff_factor, backoff_max_ms,
              backoff_jitter)
        ) wished
        on conflict (id) do nothing
        returning id, stage
      )
      insert into task_event (task_id, position, type, payload)
      select id, 1, 'task/status', case when stage is null then ? else ? end
      from fresh
      returning task_id, payload::json->>'stage' as stage
      """;

  /** Of tasks that were there already, after a commit of which nobody knew. */
  private static final String FIRST_EVENTS =
      """
      select task_id, payload::json->>'stage' as stage
      from task_event
      where task_id = any (?::uuid[]) and position = 1
      """;

  private static final String INPUTS =
      """
      insert into task_input (task_id, input, labels, request_id, traceparent)
      select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
      on conflict (task_id) do nothing
      """;

  private SubmitSql() {}

  static void insert(Change change, List<NewTask> tasks, List<Long> routeIds) throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    Connection connection = change.connection();
    List<FirstEvent> first = tasks(connection, tasks, routeIds);
    Sql.update(
        connection,
        INPUTS,
        column("uuid", tasks, NewTask::id),
        column("text", tasks, NewTask::input),
        column("text", tasks, NewTask::labels),
        column("text", tasks, NewTask::requestId),
        column("text", tasks, NewTask::traceparent));
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
        column("int8", tasks, task -> task.backoff().initial().toMillis()),
        column("float4", tasks, task -> (float) task.backoff().factor()),
        column("int8", tasks, task -> task.backoff().max().toMillis()),
        column("float4", tasks, task -> (float) task.backoff().jitter()),
        Sql.value(JsonText.write(any.queued(null).payload())),
        Sql.value(JsonText.write(any.queued(Stages.SCHEDULED).payload())));
  }

  private static Sql.Param column(
      String type, List<NewTask> tasks, Function<NewTask, Object> value) {
    return Sql.array(type, tasks.stream().map(value).toList());
  }
}
