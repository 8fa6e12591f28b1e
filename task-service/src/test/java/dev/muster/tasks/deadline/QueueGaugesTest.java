package dev.muster.tasks.deadline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import dev.muster.tasks.engine.EngineDatabase;
import dev.muster.tasks.engine.FaultPlan;
import dev.muster.tasks.engine.Wiring;
import dev.muster.tasks.sql.Sql;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import org.junit.jupiter.api.Test;

class QueueGaugesTest {
  private static final String OTHERS = "(others)";

  @Test
  void whoeverNamesManyNamespacesDoesNotMakeAMetricOfEach() throws Exception {
    try (EngineDatabase database = new EngineDatabase()) {
      Wiring replica = database.replica(FaultPlan.none(), EngineDatabase.NO_TIME);
      submit(database, "crowded", 5, null);
      for (int i = 0; i < 120; i++) {
        submit(database, "n" + i, 1, null);
        submit(database, "n" + i, 1, "scheduled");
      }
      replica.get(QueueGauges.class).sample();
      for (String name : new String[] {"muster.queue.ready", "muster.queue.parked"}) {
        assertThat(of(replica, name)).hasSize(101);
      }
      assertThat(of(replica, "muster.queue.ready"))
          .anySatisfy(each -> shows(each, "crowded", 5))
          .anySatisfy(each -> shows(each, OTHERS, 21));
      assertThat(of(replica, "muster.queue.parked")).anySatisfy(each -> shows(each, OTHERS, 20));
    }
  }

  private static Collection<Gauge> of(Wiring replica, String name) {
    return replica.get(MeterRegistry.class).get(name).gauges();
  }

  private static void shows(Gauge gauge, String namespace, double value) {
    assertThat(gauge.getId().getTag("namespace")).isEqualTo(namespace);
    assertThat(gauge.value()).isEqualTo(value);
  }

  private static void submit(EngineDatabase database, String namespace, int tasks, String stage)
      throws Exception {
    database.update(
        """
        with made as (
          insert into route (namespace, capabilities, private_too, type)
          values (?, '{}', false, 't')
          on conflict do nothing
          returning id
        )
        insert into task (id, owner_id, namespace, route_id, type, priority, status, stage, run_at,
          timeout_ms, max_attempts, max_lost)
        select uuidv7(), ?, ?, coalesce((select id from made), (
          select id from route where namespace = ?)), 't', 0, 'queued', ?, now(), 1000, 1, 1
        from generate_series(1, ?)
        """,
        Sql.value(namespace),
        Sql.value(Ids.next()),
        Sql.value(namespace),
        Sql.value(namespace),
        Sql.value(stage),
        Sql.value(tasks));
  }
}
