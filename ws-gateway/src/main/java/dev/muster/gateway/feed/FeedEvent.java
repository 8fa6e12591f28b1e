package dev.muster.gateway.feed;

import dev.muster.event.FeedEntry;
import dev.muster.event.TaskEvent;
import java.util.UUID;

/**
 * An event as it came in the feed.
 *
 * @param position in the feed
 * @param number among the events of its task
 * @param running whether it says that its task runs from now on
 */
public record FeedEvent(
    Position position,
    UUID taskId,
    String ownerId,
    long number,
    String type,
    boolean running,
    EventText text) {

  static FeedEvent of(FeedEntry entry, long nowMs) {
    TaskEvent event = entry.event();
    return new FeedEvent(
        new Position(entry.epoch(), entry.offset()),
        event.taskId(),
        event.ownerId().toString(),
        event.offset(),
        event.type(),
        event.type().equals("task/status")
            && event.payload().path("status").asText().equals("running"),
        EventText.of(event.type(), event.payload(), nowMs));
  }
}
