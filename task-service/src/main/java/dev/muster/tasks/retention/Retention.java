package dev.muster.tasks.retention;

import dev.muster.kit.db.SqlFunction;
import dev.muster.kit.db.Transactions;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.sql.Sql;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Makes the partitions of the weeks to come and drops those that are old. Each step is a
 * transaction of its own and may be done again, by whichever replica.
 */
@ApplicationScoped
public class Retention {
  private static final Logger LOG = Logger.getLogger(Retention.class);
  private static final int WEEKS_AHEAD = 2;

  /** More would have to be moved while everybody waits: such a week stays. */
  private static final int MOST_TO_MOVE = 1_000;

  private static final int TRIES = 20;
  private static final Duration PAUSE = Duration.ofMillis(200);
  private static final UUID FIRST_ID = new UUID(0, 0);

  private final Transactions transactions;
  private final Duration keep;

  @Inject
  Retention(Transactions transactions, TaskConfig config) {
    this.transactions = transactions;
    this.keep = config.retention();
    if (keep.compareTo(Duration.ofDays(1)) < 0) {
      throw new IllegalStateException("muster.task.retention must be a day or more");
    }
  }

  /** Answers how many weeks that haven't begun have their partitions. */
  public int makeWeeks() throws InterruptedException {
    for (int ahead = 0; ahead <= WEEKS_AHEAD; ahead++) {
      int week = ahead;
      inTurn(connection -> Sql.query(connection, RetentionSql.MAKE, row -> true, Sql.value(week)));
    }
    return transactions.inTransaction(
        connection -> Sql.query(connection, RetentionSql.AHEAD, row -> row.getInt(1)).getFirst());
  }

  /** A week that can't be dropped now stays until the next time. */
  public void dropOld() throws InterruptedException {
    List<OffsetDateTime> weeks =
        transactions.inTransaction(
            connection ->
                Sql.query(
                    connection,
                    RetentionSql.OLD_WEEKS,
                    row -> row.getObject(1, OffsetDateTime.class),
                    kept()));
    for (OffsetDateTime week : weeks) {
      drop(week);
    }
    UUID after = FIRST_ID;
    while (after != null) {
      after = forgetAfter(after);
    }
  }

  private void drop(OffsetDateTime week) throws InterruptedException {
    inTurn(
            connection -> {
              List<UUID> toKeep =
                  Sql.query(
                      connection,
                      RetentionSql.TO_KEEP,
                      row -> row.getObject(1, UUID.class),
                      Sql.value(week),
                      Sql.value(week),
                      kept(),
                      Sql.value(MOST_TO_MOVE + 1));
              if (toKeep.size() <= MOST_TO_MOVE) {
                Sql.query(
                    connection,
                    RetentionSql.DROP,
                    row -> true,
                    Sql.value(week),
                    Sql.array("uuid", toKeep));
              }
              return toKeep.size();
            })
        .ifPresent(
            moved ->
                LOG.infof(
                    moved <= MOST_TO_MOVE
                        ? "the week of %s is dropped but for %d tasks"
                        : "the week of %s stays: %d tasks or more are to be kept",
                    week,
                    moved));
  }

  /** The last id that was looked at; null at the end, or while another replica is at it. */
  private UUID forgetAfter(UUID after) throws InterruptedException {
    return inTurn(
            connection -> {
              List<UUID> leftOver =
                  Sql.query(
                      connection,
                      RetentionSql.LEFT_OVER,
                      row -> row.getObject(1, UUID.class),
                      Sql.value(after),
                      kept());
              List<UUID> over =
                  Sql.query(
                      connection,
                      RetentionSql.FINISHED_LONG_AGO,
                      row -> row.getObject(1, UUID.class),
                      Sql.array("uuid", leftOver),
                      kept());
              if (!over.isEmpty()) {
                Sql.query(connection, RetentionSql.FORGET, row -> true, Sql.array("uuid", over));
              }
              return leftOver;
            })
        .filter(leftOver -> !leftOver.isEmpty())
        .map(List::getLast)
        .orElse(null);
  }

  private Sql.Param kept() {
    return Sql.value(keep.toMillis());
  }

  /** Empty while another replica is at it. */
  private <T> Optional<T> inTurn(SqlFunction<Connection, T> work) throws InterruptedException {
    for (int tries = 1; ; tries++) {
      try {
        return transactions.inTransaction(
            connection -> {
              Sql.query(connection, RetentionSql.PATIENCE, row -> true);
              return RetentionLock.tryTake(connection)
                  ? Optional.of(work.apply(connection))
                  : Optional.empty();
            });
      } catch (RuntimeException e) {
        if (tries == TRIES || !othersWereThere(e)) {
          throw e;
        }
        Thread.sleep(PAUSE.multipliedBy(tries));
      }
    }
  }

  private static boolean othersWereThere(Throwable failure) {
    return failure.getCause() instanceof SQLException sql && "55P03".equals(sql.getSQLState());
  }
}
