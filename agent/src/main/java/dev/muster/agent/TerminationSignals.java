package dev.muster.agent;

import java.util.concurrent.atomic.AtomicBoolean;
import sun.misc.Signal;

/**
 * The first TERM or INT lets the agent finish, the second ends it at once. A shutdown hook can't
 * tell the second one: the runtime is already on its way out by then.
 */
final class TerminationSignals {
  private static final int AT_ONCE = 143;

  private TerminationSignals() {}

  static void handle(Agent agent) {
    AtomicBoolean asked = new AtomicBoolean();
    for (String name : new String[] {"TERM", "INT"}) {
      Signal.handle(new Signal(name), _ -> received(agent, asked.getAndSet(true)));
    }
  }

  private static void received(Agent agent, boolean again) {
    Thread unused =
        Thread.ofVirtual()
            .name("leave")
            .start(
                () -> {
                  try {
                    if (again) {
                      agent.killTasks();
                      Runtime.getRuntime().halt(AT_ONCE);
                    } else {
                      agent.leave();
                    }
                  } catch (InterruptedException _) {
                    Thread.currentThread().interrupt();
                  }
                });
  }
}
