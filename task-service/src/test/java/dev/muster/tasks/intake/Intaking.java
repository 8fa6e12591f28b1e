package dev.muster.tasks.intake;

import dev.muster.internal.AgentIntake;
import dev.muster.tasks.engine.Wiring;
import dev.muster.tasks.event.Changes;
import java.util.UUID;

/** What agent-registry-service says, for tests of the engine. */
public final class Intaking {
  private Intaking() {}

  public static void say(Wiring replica, UUID agentId, AgentIntake intake) {
    Intakes intakes = replica.get(Intakes.class);
    replica.get(Changes.class).commit(change -> intakes.apply(change, agentId, intake));
  }
}
