package dev.muster.tasks.engine;

import java.util.Map;

/** What a task may wait for besides an agent, and whether not for ever. */
record Waits(boolean forKey, boolean forTurn, boolean expires) {
  static Waits of(Map<String, Object> wish) {
    return new Waits(
        wish.containsKey("concurrency_key"),
        wish.containsKey("rate_limit_key"),
        wish.containsKey("queue_timeout"));
  }
}
