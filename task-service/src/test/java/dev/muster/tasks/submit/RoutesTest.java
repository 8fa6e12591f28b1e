package dev.muster.tasks.submit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.tasks.engine.EngineDatabase;
import dev.muster.tasks.engine.Fault;
import dev.muster.tasks.engine.FaultPlan;
import dev.muster.tasks.engine.Wiring;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RoutesTest {
  @ParameterizedTest
  @EnumSource(names = {"BEFORE_COMMIT", "AFTER_COMMIT"})
  void aRouteWhoseCommitNobodyHeardOfIsMadeOnce(Fault fault) throws Exception {
    RouteKey key = new RouteKey("default", null, List.of("gpu"), false, "t");
    try (EngineDatabase database = new EngineDatabase()) {
      FaultPlan.Single faults = new FaultPlan.Single();
      Wiring replica = database.replica(faults, EngineDatabase.NO_TIME);
      faults.arm(fault);

      long id = replica.get(Routes.class).id(key);

      assertThat(database.query("select id from route", row -> row.getLong(1))).containsExactly(id);
    }
  }
}
