package dev.muster.tasks.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import dev.muster.tasks.dispatch.Claiming;
import dev.muster.tasks.submit.Submitting;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What one round parks, of an owner whose tasks have many keys. */
class ParkingTest {
  private final String namespace = "n" + Ids.next();
  private final UUID owner = Ids.next();
  private int submits;

  @Test
  void ofEachKeyOneRunsAndTheOthersAreParked() throws Exception {
    UUID agent = Ids.next();
    try (EngineDatabase database = new EngineDatabase()) {
      Wiring replica = database.replica(FaultPlan.none(), EngineDatabase.NO_TIME);
      Submitting.start(replica);
      try {
        for (int i = 0; i < 3; i++) {
          submit(replica, Map.of("concurrency_key", "a"));
          submit(replica, Map.of("concurrency_key", "b"));
          submit(
              replica, Map.of("rate_limit_key", "r", "rate_limit", 1, "rate_limit_period", 3600));
          submit(replica, Map.of());
        }
        Sessions.open(replica, agent, "s", namespace, 100, List.of());
        Claiming.claim(replica, namespace, List.of(agent));
      } finally {
        replica.stop();
      }
      assertThat(
              database.query(
                  """
                  select concat_ws(' ', coalesce(concurrency_key, rate_limit_key, 'none'), stage,
                    count(*))
                  from task
                  group by coalesce(concurrency_key, rate_limit_key, 'none'), stage
                  """,
                  row -> row.getString(1)))
          .containsExactlyInAnyOrder(
              "a dispatched 1",
              "a limited 2",
              "b dispatched 1",
              "b limited 2",
              "r dispatched 1",
              "r rate_limited 2",
              "none dispatched 3");
      assertThat(
              database.query(
                  "select count(distinct run_at) from task where stage = 'rate_limited'",
                  row -> row.getInt(1)))
          .containsExactly(2);
    }
  }

  private void submit(Wiring replica, Map<String, Object> keys) throws SQLException {
    Map<String, Object> wish = new HashMap<>(keys);
    wish.put("type", "t");
    wish.put("namespace", namespace);
    Submitting.of(replica, owner, wish, "key-" + submits++).submit();
  }
}
