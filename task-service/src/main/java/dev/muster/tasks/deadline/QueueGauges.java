package dev.muster.tasks.deadline;

import dev.muster.kit.db.Transactions;
import dev.muster.tasks.sql.Sql;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/**
 * How much waits in each namespace and for how long. Counts are bounded, so that a look costs the
 * same at a million queued: what a namespace shows may be less than it has, never more.
 */
@ApplicationScoped
class QueueGauges {
  private final Transactions transactions;
  private final MultiGauge ready;
  private final MultiGauge oldest;
  private final MultiGauge parked;

  @Inject
  QueueGauges(Transactions transactions, MeterRegistry metrics) {
    this.transactions = transactions;
    this.ready =
        MultiGauge.builder("muster.queue.ready")
            .description("tasks that wait for an agent; of each route 100 at most")
            .register(metrics);
    this.oldest =
        MultiGauge.builder("muster.queue.oldest")
            .description("how long the oldest of those has been due")
            .baseUnit("seconds")
            .register(metrics);
    this.parked =
        MultiGauge.builder("muster.queue.parked")
            .description("tasks that wait for a time or a key; 1,000 of each kind at most")
            .register(metrics);
  }

  void sample() {
    List<Waiting> waiting =
        transactions.inTransaction(
            connection -> Sql.query(connection, DeadlineSql.WAITING, Waiting::of));
    List<Parked> stages =
        transactions.inTransaction(
            connection -> Sql.query(connection, DeadlineSql.PARKED, Parked::of));
    ready.register(
        waiting.stream().map(each -> row(each.namespace(), (double) each.ready())).toList(), true);
    oldest.register(
        waiting.stream().map(each -> row(each.namespace(), each.oldest())).toList(), true);
    parked.register(
        stages.stream()
            .<MultiGauge.Row<?>>map(
                each ->
                    MultiGauge.Row.of(
                        Tags.of("namespace", each.namespace(), "stage", each.stage()),
                        each.tasks()))
            .toList(),
        true);
  }

  private static MultiGauge.Row<?> row(String namespace, double value) {
    return MultiGauge.Row.of(Tags.of("namespace", namespace), value);
  }

  private record Waiting(String namespace, long ready, double oldest) {
    private static Waiting of(ResultSet row) throws SQLException {
      return new Waiting(row.getString("namespace"), row.getLong("ready"), row.getDouble("oldest"));
    }
  }

  private record Parked(String namespace, String stage, long tasks) {
    private static Parked of(ResultSet row) throws SQLException {
      return new Parked(row.getString("namespace"), row.getString("stage"), row.getLong("tasks"));
    }
  }
}
