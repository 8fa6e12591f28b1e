package dev.muster.event;

import java.util.Map;

/**
 * An entry of {@link RedisNames#TASK_EVENTS}; its id is {@code {offset}-0}. Fields: {@code epoch,
 * event}. Offsets rise and may have gaps. A change of the epoch means that events may be missing
 * before this entry: Redis was emptied, or couldn't be reached when they were to be published.
 * PostgreSQL has them all the same.
 *
 * @param offset rises across epochs too; small enough for a JavaScript number
 */
public record FeedEntry(String epoch, long offset, TaskEvent event) {

  public Map<String, String> fields() {
    return Map.of("epoch", epoch, "event", event.toJson());
  }

  /** Throws {@link IllegalArgumentException} for an entry that no service wrote. */
  public static FeedEntry of(String entryId, Map<String, String> fields) {
    return new FeedEntry(
        UpstreamEntry.required(fields, "epoch"),
        Long.parseLong(entryId.substring(0, Math.max(0, entryId.indexOf('-')))),
        TaskEvent.parse(UpstreamEntry.required(fields, "event")));
  }
}
