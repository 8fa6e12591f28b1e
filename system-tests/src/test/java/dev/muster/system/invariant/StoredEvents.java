package dev.muster.system.invariant;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.system.stage.Database;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** What must hold of the events of tasks that have ended. */
final class StoredEvents {
  private final Database database;
  private final List<UUID> ids;

  StoredEvents(Database database, List<UUID> ids) {
    this.database = database;
    this.ids = ids;
  }

  /** Numbered from 1 without a gap, one result for a done task, and the last says how it ended. */
  void tellWhatHappened() throws SQLException {
    List<String> wrong =
        database.query(
            """
            select t.id || ' ' || t.status || ': '
              || string_agg(e.position || ' ' || e.type || ' ' || e.payload::text, ', ' order by e.position)
            from task t left join (
                select c.task_id, c.last - c.count + each.nr as position,
                  each.event ->> 'type' as type, each.event -> 'payload' as payload
                from task_change c
                cross join lateral json_array_elements(c.events::json)
                  with ordinality as each(event, nr)
              ) e on e.task_id = t.id
            where t.id = any (?)
            group by t.id
            having count(e.position) = 0 or count(e.position) <> max(e.position)
              or count(*) filter (where e.type = 'task/result')
                <> case t.status when 'done' then 1 else 0 end
              or (array_agg(e.type order by e.position desc))[1] <> 'task/status'
              or (array_agg(e.payload ->> 'status' order by e.position desc))[1] <> t.status
            """,
            row -> row.getString(1),
            ids);
    assertThat(wrong).as("tasks whose events don't tell what happened").isEmpty();
  }
}
