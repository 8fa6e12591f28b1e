package dev.muster.tasks.state;

import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.state.Transition.Edge;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;

/**
 * Lets PostgreSQL itself refuse every change of a task that isn't in the table of {@link
 * Transition}, and note those that it saw: a trigger, so that no statement escapes it.
 */
public final class TransitionGuard {
  private static final String TABLES =
      """
      drop table if exists transition_allowed, transition_seen;
      create table transition_allowed (from_state text, outcome text, to_state text);
      create table transition_seen (from_state text, outcome text, to_state text);
      """;

  /**
   * The row of an attempt that ends is written before, or by, the statement that moves the task.
   */
  private static final String FUNCTION =
      """
      create or replace function guard_transition() returns trigger language plpgsql as $$
      declare
        before text;
        why text;
        after text;
      begin
        select %1$s into after from (select new.*) as t;
        if tg_op = 'UPDATE' then
          select %1$s into before from (select old.*) as t;
          if before = after
              and (old.finished_at is null
                or to_jsonb(old) - 'finished_at' = to_jsonb(new) - 'finished_at') then
            return null;
          end if;
          if old.status = 'running' and new.status <> 'running' then
            select a.outcome into why from attempt a
            where a.task_id = old.id and a.number = old.attempt;
          end if;
        end if;
        if not exists (
            select 1 from transition_allowed a
            where a.from_state is not distinct from before and a.outcome is not distinct from why
              and a.to_state is not distinct from after) then
          raise exception 'no transition leads from %% to %% (outcome %%)', before, after, why;
        end if;
        insert into transition_seen values (before, why, after);
        return null;
      end $$
      """;

  private static final String ALLOW =
      "insert into transition_allowed select * from unnest(?::text[], ?::text[], ?::text[])";

  private static final String TRIGGER =
      """
      create or replace trigger guarded after %s on task
      for each row execute function guard_transition()
      """;

  private TransitionGuard() {}

  /**
   * Guards the table {@code task} of this schema.
   *
   * @param inserts whether new rows are guarded too: not where tests write rows of their own
   */
  public static void install(DataSource database, boolean inserts) throws SQLException {
    String state =
        Stream.of(State.values())
            .map(each -> "when " + each.condition() + " then '" + each.name() + "'")
            .collect(Collectors.joining("\n", "case ", " end"));
    List<Edge> edges =
        Stream.of(Transition.values()).flatMap(each -> each.edges().stream()).toList();
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(TABLES);
      statement.execute(FUNCTION.formatted(state));
      Sql.update(
          connection,
          ALLOW,
          Sql.array("text", edges.stream().map(each -> name(each.from())).toList()),
          Sql.array("text", edges.stream().map(each -> wire(each.outcome())).toList()),
          Sql.array("text", edges.stream().map(each -> name(each.to())).toList()));
      statement.execute(TRIGGER.formatted(inserts ? "insert or update" : "update"));
    }
  }

  /** Every edge that the guard saw, in transactions that were committed. */
  public static Set<Edge> seen(DataSource database) throws SQLException {
    try (Connection connection = database.getConnection()) {
      return new HashSet<>(
          Sql.query(
              connection,
              "select distinct from_state, outcome, to_state from transition_seen",
              row ->
                  new Edge(
                      state(row.getString(1)),
                      outcome(row.getString(2)),
                      state(row.getString(3)))));
    }
  }

  private static String name(State state) {
    return state == null ? null : state.name();
  }

  private static String wire(AttemptOutcome outcome) {
    return outcome == null ? null : outcome.wire();
  }

  private static State state(String name) {
    return name == null ? null : State.valueOf(name);
  }

  private static AttemptOutcome outcome(String wire) {
    return Stream.of(AttemptOutcome.values())
        .filter(each -> Objects.equals(each.wire(), wire))
        .findFirst()
        .orElse(null);
  }
}
