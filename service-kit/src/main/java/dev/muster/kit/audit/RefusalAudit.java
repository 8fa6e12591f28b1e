package dev.muster.kit.audit;

import dev.muster.kit.db.Transactions;
import io.quarkus.arc.properties.UnlessBuildProperty;
import io.quarkus.runtime.Shutdown;
import io.quarkus.scheduler.Scheduled;
import jakarta.enterprise.event.Event;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import org.jboss.logging.Logger;

/**
 * Records what was refused: failed logins, missing permissions, bad tokens. Nothing was changed, so
 * there is no transaction to be part of: lines are written beside the request, which neither waits
 * nor fails. See {@link RefusalWindow} for how few they are. What was counted but not yet written
 * is lost when the process is killed.
 */
@Singleton
@UnlessBuildProperty(name = AuditConfig.TABLE, stringValue = AuditConfig.NONE)
public class RefusalAudit {
  private static final Logger LOG = Logger.getLogger(RefusalAudit.class);

  private final Lines lines;
  private final Origins origins;
  private final Transactions transactions;
  private final RefusalWindow window;
  private final Event<Audit.Written> written;

  @Inject
  RefusalAudit(
      Lines lines,
      Origins origins,
      Transactions transactions,
      AuditConfig config,
      Event<Audit.Written> written) {
    this.lines = lines;
    this.origins = origins;
    this.transactions = transactions;
    this.window = new RefusalWindow(config.refusalSources());
    this.written = written;
  }

  /** Doesn't block; may be called from an event loop. */
  public void record(AuditEvent event) {
    Origin origin = origins.of(event.by());
    if (window.isFirst(origin, event)) {
      RefusalWindow.Line line = new RefusalWindow.Line(origin, event);
      Thread.ofVirtual().name("refusal").start(() -> write(List.of(line)));
    }
  }

  @Scheduled(every = "${muster.audit.refusal-window:5m}", delayed = "1m")
  void endWindow() {
    write(window.end());
  }

  @Shutdown
  void stop() {
    write(window.end());
  }

  private void write(List<RefusalWindow.Line> some) {
    if (some.isEmpty()) {
      return;
    }
    try {
      transactions.inTransaction(
          connection -> {
            for (RefusalWindow.Line line : some) {
              lines.write(connection, line.origin(), line.event());
            }
            return null;
          });
      written.fire(new Audit.Written());
    } catch (RuntimeException e) {
      some.forEach(
          line -> LOG.warnf("not recorded: %s %s: %s", line.event(), line.origin(), e.toString()));
    }
  }
}
