package dev.muster.tasks.engine;

import dev.muster.tasks.submit.Submitting;
import java.util.List;
import java.util.stream.Stream;

/** Three of them over one database, each with connections that are lost when a test says so. */
final class Replicas implements AutoCloseable {
  static final int COUNT = 3;

  private final List<FaultPlan.Single> faults =
      Stream.generate(FaultPlan.Single::new).limit(COUNT).toList();
  private final List<Wiring> replicas;

  Replicas(EngineDatabase database) {
    replicas = faults.stream().map(each -> database.replica(each, EngineDatabase.NO_TIME)).toList();
    replicas.forEach(Submitting::start);
  }

  Wiring get(int index) {
    return replicas.get(index);
  }

  FaultPlan.Single faults(int index) {
    return faults.get(index);
  }

  @Override
  public void close() {
    replicas.forEach(Wiring::stop);
  }
}
