package dev.muster.tasks.engine;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.Tuple;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

/**
 * Whatever happens, in whatever order, and wherever a connection is lost: the engine does what the
 * model does. A failure is printed as its shortest list of steps, with its seed. More runs: {@code
 * -Dmuster.properties.tries=5000}.
 */
class EnginePropertiesTest {
  private static final List<Step> BEGINNING =
      List.of(
          new Step(Step.Kind.CONNECT, 0, 1, 0, null),
          new Step(Step.Kind.SUBMIT, 3, 1, 1, null),
          new Step(Step.Kind.CLAIM, 0, 1, 2, null));

  private static EngineDatabase database;
  private static Replicas replicas;

  @BeforeContainer
  static void open() throws SQLException {
    database = new EngineDatabase();
    replicas = new Replicas(database);
  }

  @AfterContainer
  static void close() {
    replicas.close();
    database.close();
  }

  @Property(shrinking = ShrinkingMode.BOUNDED)
  void theEngineDoesWhatTheModelDoes(@ForAll("steps") List<Step> steps) throws Exception {
    World world = new World(database, replicas);
    List<Step> all = new ArrayList<>(BEGINNING);
    all.addAll(steps);
    for (Step step : all) {
      world.happen(step);
    }
  }

  @Provide
  Arbitrary<List<Step>> steps() {
    Arbitrary<Step.Kind> kinds =
        Arbitraries.frequencyOf(
            Tuple.of(2, Arbitraries.of(Step.Kind.class)),
            Tuple.of(
                3,
                Arbitraries.of(
                    Step.Kind.SUBMIT,
                    Step.Kind.CONNECT,
                    Step.Kind.CLAIM,
                    Step.Kind.CLAIM,
                    Step.Kind.CLAIM,
                    Step.Kind.ACCEPT,
                    Step.Kind.RESULT,
                    Step.Kind.FAIL,
                    Step.Kind.REPEAT)));
    Arbitrary<Fault> faults =
        Arbitraries.frequencyOf(
            Tuple.of(3, Arbitraries.just(null)), Tuple.of(1, Arbitraries.of(Fault.class)));
    return Combinators.combine(
            kinds,
            Arbitraries.integers().between(0, 15),
            Arbitraries.integers().between(0, 15),
            Arbitraries.integers().between(0, Replicas.COUNT - 1),
            faults)
        .as(Step::new)
        .list()
        .ofMinSize(1)
        .ofMaxSize(60);
  }
}
