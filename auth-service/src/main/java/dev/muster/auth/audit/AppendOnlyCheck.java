package dev.muster.auth.audit;

import dev.muster.kit.db.Transactions;
import io.quarkus.runtime.LaunchMode;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.runtime.configuration.ConfigUtils;
import io.quarkus.runtime.configuration.ConfigurationException;
import jakarta.annotation.Priority;
import jakarta.enterprise.event.Observes;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.jboss.logging.Logger;

/** A log that its writer can change proves nothing: production doesn't start with one. */
class AppendOnlyCheck {
  private static final Logger LOG = Logger.getLogger(AppendOnlyCheck.class);
  private static final int BEFORE_ALL_OTHERS = 1;
  private static final String CHANGEABLE =
      "the role of quarkus.datasource.username can change the audit log; let another role own the"
          + " schema and run the migrations: quarkus.flyway.username (docs/audit.md)";

  void check(
      @Observes @Priority(BEFORE_ALL_OTHERS) StartupEvent event,
      Transactions transactions,
      RetentionConfig config,
      AuditMonths months) {
    months.makeAhead();
    if (transactions.inTransaction(
        connection -> one(connection, TrailSql.MAY_CHANGE).equals("t"))) {
      if (LaunchMode.current() == LaunchMode.NORMAL && ConfigUtils.isProfileActive("prod")) {
        throw new ConfigurationException(CHANGEABLE);
      }
      LOG.warn(CHANGEABLE);
    }
    String least = transactions.inTransaction(connection -> one(connection, TrailSql.LEAST_DAYS));
    if (config.retentionDays() < Integer.parseInt(least)) {
      throw new ConfigurationException(
          "muster.audit.retention-days is "
              + config.retentionDays()
              + ", the database keeps the audit log for at least "
              + least);
    }
  }

  private static String one(Connection connection, String sql) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet row = statement.executeQuery(sql)) {
      row.next();
      return row.getString(1);
    }
  }
}
