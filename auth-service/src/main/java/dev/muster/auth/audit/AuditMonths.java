package dev.muster.auth.audit;

import dev.muster.kit.db.Transactions;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * The log is cut into months, so that what is old can go without a trace. Months are made ahead;
 * they are made and dropped by functions of the table's owner, which refuse to drop what is still
 * to be kept. Several replicas at once do no harm.
 */
@ApplicationScoped
class AuditMonths {
  private static final Logger LOG = Logger.getLogger(AuditMonths.class);

  private final Transactions transactions;
  private final RetentionConfig config;
  private final InstantSource clock;

  @Inject
  AuditMonths(Transactions transactions, RetentionConfig config, InstantSource clock) {
    this.transactions = transactions;
    this.config = config;
    this.clock = clock;
  }

  Instant keptSince(Instant now) {
    return now.minus(Duration.ofDays(config.retentionDays()));
  }

  /** This month and the two to come. */
  void makeAhead() {
    YearMonth now = YearMonth.from(clock.instant().atOffset(ZoneOffset.UTC));
    transactions.inTransaction(
        connection -> {
          for (int ahead = 0; ahead <= 2; ahead++) {
            make(connection, now.plusMonths(ahead));
          }
          return null;
        });
  }

  /** Whatever months these fall into. */
  void make(Connection connection, Collection<Instant> times) throws SQLException {
    List<YearMonth> months =
        times.stream().map(at -> YearMonth.from(at.atOffset(ZoneOffset.UTC))).distinct().toList();
    for (YearMonth month : months) {
      make(connection, month);
    }
  }

  @Scheduled(every = "1h", delayed = "1m", concurrentExecution = ConcurrentExecution.SKIP)
  void turn() {
    try {
      makeAhead();
      int dropped = transactions.inTransaction(this::forget);
      if (dropped > 0) {
        LOG.infof("dropped %d months of the audit log", dropped);
      }
    } catch (RuntimeException e) {
      LOG.warnf("months of the audit log were not turned: %s", e.toString());
    }
  }

  private static void make(Connection connection, YearMonth month) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(TrailSql.MAKE_MONTH)) {
      call.setObject(1, month.atDay(1));
      call.executeQuery().close();
    }
  }

  private int forget(Connection connection) throws SQLException {
    try (PreparedStatement call = connection.prepareStatement(TrailSql.FORGET)) {
      call.setInt(1, config.retentionDays());
      try (ResultSet dropped = call.executeQuery()) {
        dropped.next();
        return dropped.getInt(1);
      }
    }
  }
}
