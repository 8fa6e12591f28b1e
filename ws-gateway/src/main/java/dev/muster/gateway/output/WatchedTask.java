package dev.muster.gateway.output;

import java.util.LinkedHashSet;
import java.util.Set;

/** A task whose output is followed here. Guarded by {@link LogWatches}. */
final class WatchedTask {
  /** One who follows; each is another one even if it is woken in the same way. */
  static final class Follower {
    final Runnable wake;

    Follower(Runnable wake) {
      this.wake = wake;
    }
  }

  final Set<Follower> followers = new LinkedHashSet<>();
  String phase;
  long dueAt;

  /** A call about it is under way: the next one waits for its end, so that none overtakes. */
  boolean calling;
}
