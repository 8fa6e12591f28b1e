package dev.muster.tasks.feed;

import dev.muster.event.RedisNames;
import dev.muster.kit.redis.LuaScript;
import dev.muster.kit.redis.RedisSession;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Publishes events, and the epochs that they are in. */
record PublishEvents(long maxLength, Duration timeout) {
  private static final LuaScript SCRIPT = new LuaScript(PublishEvents.class, "publish_events.lua");
  private static final List<String> KEYS =
      List.of(RedisNames.TASK_EVENTS, RedisNames.TASK_EVENTS_HEAD);
  private static final int EPOCH_LENGTH = 13;

  /** Waits; whether an epoch began. */
  boolean run(RedisSession session, boolean beginEpoch, List<String> events) {
    List<Object> arguments = new ArrayList<>();
    arguments.add(UUID.randomUUID().toString().substring(0, EPOCH_LENGTH));
    arguments.add(beginEpoch ? 1 : 0);
    arguments.add(maxLength);
    arguments.addAll(events);
    return SCRIPT.call(session, timeout, KEYS, arguments.toArray()).toInteger() == 1;
  }
}
