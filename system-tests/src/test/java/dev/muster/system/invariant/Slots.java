package dev.muster.system.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.system.stage.Database;
import java.sql.SQLException;
import java.util.List;

/**
 * How much each agent held at once, from the times of all attempts. An attempt counts from its
 * accept: the dispatch's time is when its transaction began, which may be before the end that made
 * room for it was committed.
 */
final class Slots {
  private static final String MOST_AT_ONCE =
      """
      with change(agent_id, at, by) as (
        select agent_id, accepted_at, 1 from attempt where accepted_at is not null
        union all
        select agent_id, finished_at, -1 from attempt where accepted_at is not null
      ), held as (
        select agent_id,
          sum(by) over (partition by agent_id order by at, by rows unbounded preceding) as tasks
        from change
      )
      select agent_id || ' held ' || max(tasks) from held
      group by agent_id
      having max(tasks) > ?
      """;

  private final Database database;

  Slots(Database database) {
    this.database = database;
  }

  void wereNeverExceeded(int slots) throws SQLException {
    List<String> exceeded = database.query(MOST_AT_ONCE, row -> row.getString(1), (long) slots);
    assertThat(exceeded).as("agents that held more than their " + slots + " slots").isEmpty();
  }
}
