package dev.muster.tasks.deadline;

import dev.muster.tasks.engine.Wiring;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.queue.ConcurrencyKeys;
import dev.muster.tasks.session.AgentSessions;

/** The parts of a sweep, for tests of the engine. */
public final class Sweeping {
  private Sweeping() {}

  public static void start(Wiring replica) {
    replica.start(Sweeper.class);
  }

  public static void due(Wiring replica) {
    replica.get(Changes.class).commit(DueTask::makeReady);
  }

  public static void expired(Wiring replica) {
    replica.get(Changes.class).commit(ExpiredTask::fail);
  }

  /** Keys that have room and tasks that wait for it. */
  public static void room(Wiring replica) {
    ConcurrencyKeys keys = replica.get(ConcurrencyKeys.class);
    replica
        .get(Changes.class)
        .commit(
            change -> {
              keys.releaseAll(change);
              return null;
            });
  }

  public static void overdue(Wiring replica) {
    Sweeper sweeper = replica.get(Sweeper.class);
    replica.get(Changes.class).commit(sweeper::overdue);
  }

  public static void lost(Wiring replica) {
    AgentSessions sessions = replica.get(AgentSessions.class);
    replica.get(Changes.class).commit(sessions::takeBack);
  }
}
