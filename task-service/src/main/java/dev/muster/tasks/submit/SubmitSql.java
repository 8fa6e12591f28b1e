package dev.muster.tasks.submit;

import static java.util.stream.Collectors.joining;

import dev.muster.task.Stages;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.NewEvent;
import dev.muster.tasks.queue.Backoff;
import dev.muster.tasks.sql.Sql;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;

/** Inserts many tasks, each with its first event, with one statement. */
final class SubmitSql {
  /** What a new task may have; {@code run_at} and {@code delay_ms} are made into its time below. */
  private static final List<Column> COLUMNS =
      List.of(
          Column.of("id", "uuid", NewTask::id),
          Column.of("owner_id", "uuid", NewTask::ownerId),
          Column.of("namespace", "text", task -> task.route().namespace()),
          Column.of("type", "text", NewTask::type),
          Column.of("priority", "int4", NewTask::priority),
          Column.of("timeout_ms", "int8", NewTask::timeoutMs),
          Column.of("max_attempts", "int4", NewTask::maxAttempts),
          Column.of("max_lost", "int4", NewTask::maxLost),
          Column.backoff("backoff_initial_ms", "int8", backoff -> backoff.initial().toMillis()),
          Column.backoff("backoff_factor", "float4", backoff -> (float) backoff.factor()),
          Column.backoff("backoff_max_ms", "int8", backoff -> backoff.max().toMillis()),
          Column.backoff("backoff_jitter", "float4", backoff -> (float) backoff.jitter()),
          Column.rule("queue_timeout_ms", "int8", TaskRules::queueTimeoutMs),
          Column.rule("expire_at", "int8", TaskRules::queueTimeoutMs)
              .as("greatest(due, now()) + expire_at * interval '1 ms'"),
          Column.rule("silence_ms", "int8", TaskRules::silenceMs),
          Column.rule("non_retryable", "text", TaskRules::nonRetryable)
              .as("string_to_array(non_retryable, e'\\n')"),
          Column.rule("concurrency_key", "text", TaskRules::concurrencyKey),
          Column.rule("concurrency_limit", "int4", TaskRules::concurrencyLimit),
          Column.rule("rate_limit_key", "text", TaskRules::rateLimitKey),
          Column.rule("rate_limit", "int4", TaskRules::rateLimit),
          Column.rule("rate_limit_period_ms", "int8", TaskRules::rateLimitPeriodMs),
          Column.of("labels", "text", NewTask::labels).as("labels::jsonb"),
          Column.of("input", "text", NewTask::input),
          Column.of("request_id", "text", NewTask::requestId),
          Column.of("traceparent", "text", NewTask::traceparent));

  /** Unknown times are the database's now, so that replicas with differing clocks agree. */
  private static final String TASKS = statement(COLUMNS);

  /** Most tasks have no rules of their own. */
  private static final List<Column> PLAIN_COLUMNS =
      COLUMNS.stream().filter(column -> !column.isRule()).toList();

  private static final String PLAIN_TASKS = statement(PLAIN_COLUMNS);

  private static String statement(List<Column> columns) {
    return """
      with fresh as (
        insert into task (status, stage, run_at, route_id, NAMES)
        select 'queued', case when due > now() then 'scheduled' end, due, route_id, VALUES
        from (
          select *, coalesce(wished_at, now() + delay_ms * interval '1 ms') as due
          from unnest(?::timestamptz[], ?::bigint[], ?::bigint[], ARRAYS)
            as u(wished_at, delay_ms, route_id, NAMES)
        ) wished
        on conflict (id) do nothing
        returning id, stage
      ), told as (
        insert into task_change (task_id, last, count, events)
        select id, 1, 1, case when stage is null then ? else ? end
        from fresh
      )
      select id as task_id, stage from fresh
      """
        .replace("NAMES", columns.stream().map(Column::name).collect(joining(", ")))
        .replace("VALUES", columns.stream().map(Column::value).collect(joining(", ")))
        .replace(
            "ARRAYS",
            columns.stream().map(each -> "?::" + each.type() + "[]").collect(joining(", ")));
  }

  /** Of tasks that were there already, after a commit of which nobody knew. */
  private static final String FIRST_EVENTS =
      """
      select task_id, events::json->0->'payload'->>'stage' as stage
      from task_change
      where task_id = any (?::uuid[]) and last = count
      """;

  private SubmitSql() {}

  /**
   * A column of a new task.
   *
   * @param value how it is made of the parameter, which has the column's name
   * @param isRule null for a task without rules of its own
   */
  private record Column(
      String name, String type, String value, Function<NewTask, Object> parameter, boolean isRule) {
    static Column of(String name, String type, Function<NewTask, Object> parameter) {
      return new Column(name, type, name, parameter, false);
    }

    static Column rule(String name, String type, Function<TaskRules, Object> parameter) {
      return new Column(name, type, name, task -> parameter.apply(task.rules()), true);
    }

    static Column backoff(String name, String type, Function<Backoff, Object> parameter) {
      return new Column(
          name,
          type,
          name,
          task -> task.backoff() == null ? null : parameter.apply(task.backoff()),
          true);
    }

    Column as(String expression) {
      return new Column(name, type, expression, parameter, isRule);
    }
  }

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
    List<Sql.Param> params = new ArrayList<>();
    params.add(column("timestamptz", tasks, NewTask::runAt));
    params.add(column("int8", tasks, NewTask::delayMs));
    params.add(Sql.array("int8", routeIds));
    boolean plain = tasks.stream().allMatch(NewTask::isPlain);
    (plain ? PLAIN_COLUMNS : COLUMNS)
        .forEach(each -> params.add(column(each.type(), tasks, each.parameter())));
    params.add(Sql.value(NewEvent.text(List.of(any.queued(null)))));
    params.add(Sql.value(NewEvent.text(List.of(any.queued(Stages.SCHEDULED)))));
    return Sql.query(
        connection, plain ? PLAIN_TASKS : TASKS, FirstEvent::of, params.toArray(Sql.Param[]::new));
  }

  private static Sql.Param column(
      String type, List<NewTask> tasks, Function<NewTask, Object> value) {
    return Sql.array(type, tasks.stream().map(value).toList());
  }
}
