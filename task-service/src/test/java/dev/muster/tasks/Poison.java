package dev.muster.tasks;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** Lets the database refuse tasks with a label, as it would a row that nobody foresaw. */
final class Poison implements AutoCloseable {
  private final DataSource database;
  private final String label;

  Poison(DataSource database, String label) throws SQLException {
    this.database = database;
    this.label = label;
    execute(
        """
        create function task.refuse_poison() returns trigger language plpgsql as $$
        begin
          if new.labels ->> 'poison' = '%s' then
            raise exception 'poison';
          end if;
          return new;
        end $$;
        create trigger poison before insert on task.task
          for each row execute function task.refuse_poison()
        """
            .formatted(label));
  }

  /** Of a submit that is refused so. */
  String member() {
    return "\"labels\":{\"poison\":\"" + label + "\"}";
  }

  @Override
  public void close() throws SQLException {
    execute("drop function task.refuse_poison() cascade");
  }

  private void execute(String sql) throws SQLException {
    try (Connection connection = database.getConnection();
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
