package dev.muster.tasks.dispatch;

import dev.muster.tasks.engine.Wiring;
import dev.muster.tasks.event.Changes;
import java.util.List;
import java.util.UUID;

/** Dispatch rounds without the sending, for tests of the engine. */
public final class Claiming {
  private Claiming() {}

  public static void start(Wiring replica) {
    replica.start(Dispatcher.class);
  }

  /** Rounds until nothing more can be claimed for these agents; answers how many tasks were. */
  public static int claim(Wiring replica, String namespace, List<UUID> agents) {
    Claims claims = replica.get(Claims.class);
    int claimed = 0;
    Claims.Round round;
    do {
      round =
          replica
              .get(Changes.class)
              .commit(
                  change -> {
                    DispatchLock.take(change.connection(), namespace);
                    return claims.claim(change, namespace, new Freed.Names(agents, List.of()));
                  });
      claimed += round.claimed().size();
    } while (round.then() == Claims.Then.AGAIN);
    return claimed;
  }
}
