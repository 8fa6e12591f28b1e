package dev.muster.tasks.cancel;

import dev.muster.tasks.engine.Wiring;
import dev.muster.tasks.event.Changes;
import java.util.UUID;

/** What a user may do to a task, for tests of the engine. */
public final class Canceling {
  private Canceling() {}

  public static void cancel(Wiring replica, UUID taskId, UUID owner) {
    Cancellation cancellation = replica.get(Cancellation.class);
    replica.get(Changes.class).commit(change -> cancellation.cancel(change, taskId, owner, false));
  }

  public static void retry(Wiring replica, UUID taskId, UUID owner) {
    Cancellation cancellation = replica.get(Cancellation.class);
    replica.get(Changes.class).commit(change -> cancellation.redrive(change, taskId, owner, false));
  }
}
