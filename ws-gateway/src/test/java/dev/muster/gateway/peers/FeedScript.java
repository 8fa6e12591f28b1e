package dev.muster.gateway.peers;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.event.FeedEntry;
import dev.muster.event.RedisNames;
import dev.muster.event.TaskEvent;
import dev.muster.id.Ids;
import dev.muster.wire.FrameCodec;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;

/** Writes the feed as task-service does. */
@Singleton
public class FeedScript {
  private final AtomicLong last = new AtomicLong(System.currentTimeMillis() * 1_000);
  private volatile String epoch = "first";

  @Inject RedisProbe redis;

  /** The feed may have lost something. */
  public void beginEpoch() {
    epoch = Ids.next().toString();
  }

  /** An event that is trimmed before anybody reads it. */
  public void lose() {
    long unused = last.incrementAndGet();
  }

  public String epoch() {
    return epoch;
  }

  /** Returns its offset in the feed. */
  public long tell(String type, UUID owner, ObjectNode payload) {
    return tell(Ids.next(), 1, type, owner, payload);
  }

  public long tell(UUID task, long number, String type, UUID owner, ObjectNode payload) {
    long offset = last.incrementAndGet();
    TaskEvent event = new TaskEvent(type, task, owner, "default", number, payload);
    redis.add(RedisNames.TASK_EVENTS, offset + "-0", new FeedEntry(epoch, offset, event).fields());
    return offset;
  }

  /** Returns its offset in the feed. */
  public long percent(UUID owner, int percent) {
    return tell("task/progress", owner, percentage(percent));
  }

  public static ObjectNode percentage(int percent) {
    return FrameCodec.JSON.createObjectNode().put("percent", percent);
  }
}
