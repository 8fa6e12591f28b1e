package dev.muster.tasks.cancel;

import dev.muster.tasks.event.Change;
import dev.muster.tasks.retention.RetentionLock;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.LongUnaryOperator;

/** Runs many failed tasks once more, in one transaction. */
@ApplicationScoped
class Redrives {
  /** By primary key, in id order so that two calls can't wait for each other. */
  private static final String NAMED =
      Cancellation.COLUMNS
          + """
          where t.id = any (?::uuid[]) and (t.owner_id = ? or ?)
            and t.status in ('failed', 'canceled')
          order by t.id
          for update of t
          """;

  /** Through task_failed; what somebody else holds is passed over. */
  private static final String FAILED_OF_OWNER =
      Cancellation.COLUMNS
          + """
          where t.owner_id = ? and t.status = 'failed'
            and (?::text is null or t.type = ?) and (?::text is null or t.namespace = ?)
          order by t.id
          limit ?
          for update of t skip locked
          """;

  private static final String FAILED =
      FAILED_OF_OWNER.replace("t.owner_id = ? and t.status", "t.status");

  /** At most as many as are asked for; one more is looked for to know whether there are more. */
  record Redriven(List<Cancellation.Touched> tasks, boolean more) {}

  /**
   * @param allowance how many of so many tasks may be run now
   */
  Redriven redrive(
      Change change,
      RetrySubmission wish,
      UUID callerId,
      boolean admin,
      LongUnaryOperator allowance)
      throws SQLException {
    Connection connection = change.connection();
    RetentionLock.share(connection);
    List<Cancellation.Touched> found = find(connection, wish, callerId, admin);
    int wanted = Math.min(found.size(), wish.most());
    int allowed = wanted == 0 ? 0 : (int) allowance.applyAsLong(wanted);
    List<Cancellation.Touched> meant = found.subList(0, allowed);
    return new Redriven(Cancellation.redrive(change, meant), allowed < found.size());
  }

  private static List<Cancellation.Touched> find(
      Connection connection, RetrySubmission wish, UUID callerId, boolean admin)
      throws SQLException {
    if (wish.ids() != null) {
      return Sql.query(
          connection,
          NAMED,
          Cancellation.Touched::of,
          Sql.array("uuid", wish.ids().stream().distinct().toList()),
          Sql.value(callerId),
          Sql.value(admin));
    }
    List<Sql.Param> params = new ArrayList<>();
    if (!admin) {
      params.add(Sql.value(callerId));
    }
    for (String value : new String[] {wish.type(), wish.namespace()}) {
      params.add(Sql.value(value));
      params.add(Sql.value(value));
    }
    params.add(Sql.value(wish.most() + 1));
    return Sql.query(
        connection,
        admin ? FAILED : FAILED_OF_OWNER,
        Cancellation.Touched::of,
        params.toArray(Sql.Param[]::new));
  }
}
