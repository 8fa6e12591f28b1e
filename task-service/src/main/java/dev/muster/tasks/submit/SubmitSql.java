package dev.muster.tasks.submit;

import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/** Inserts many tasks with two statements. */
final class SubmitSql {
  /** Unknown times are the database's now, so that replicas with differing clocks agree. */
  private static final String TASKS =
      """
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
            ?::timestamptz[], ?::bigint[], ?::bigint[], ?::int[], ?::int[], ?::bigint[], ?::real[],
            ?::bigint[], ?::real[])
          as u(id, owner_id, namespace, route_id, type, priority, run_at, delay_ms, timeout_ms,
            max_attempts, max_lost, backoff_initial_ms, backoff_factor, backoff_max_ms,
            backoff_jitter)
      ) wished
      on conflict (id) do nothing
      """;

  private static final String INPUTS =
      """
      insert into task_input (task_id, input, labels, request_id, traceparent)
      select * from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[])
      on conflict (task_id) do nothing
      """;

  private SubmitSql() {}

  static void insert(Connection connection, List<NewTask> tasks, List<Long> routeIds)
      throws SQLException {
    if (tasks.isEmpty()) {
      return;
    }
    Sql.update(
        connection,
        TASKS,
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
        column("float4", tasks, task -> (float) task.backoff().jitter()));
    Sql.update(
        connection,
        INPUTS,
        column("uuid", tasks, NewTask::id),
        column("text", tasks, NewTask::input),
        column("text", tasks, NewTask::labels),
        column("text", tasks, NewTask::requestId),
        column("text", tasks, NewTask::traceparent));
  }

  private static Sql.Param column(
      String type, List<NewTask> tasks, Function<NewTask, Object> value) {
    return Sql.array(type, tasks.stream().map(value).toList());
  }
}
