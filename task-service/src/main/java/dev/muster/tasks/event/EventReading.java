package dev.muster.tasks.event;

import dev.muster.tasks.follow.SseSource;
import dev.muster.tasks.follow.SseWriter;
import dev.muster.tasks.queue.JsonText;
import java.util.UUID;

/** One follower's reading of a task's events. */
final class EventReading implements SseSource {
  private static final int PAGE = 200;

  private final EventLog log;
  private final UUID taskId;
  private final UUID callerId;
  private final boolean admin;
  private EventPosition at;

  /** Null when there is one to be read. */
  private EventPage page;

  EventReading(EventLog log, UUID taskId, UUID callerId, boolean admin, EventPosition from) {
    this.log = log;
    this.taskId = taskId;
    this.callerId = callerId;
    this.admin = admin;
    this.at = from;
  }

  /** Reads the first page; whether there is, and will be, nothing for one who comes back. */
  boolean isOver() {
    page = read();
    return page.complete() && page.items().isEmpty() && page.recovered() && at.offset() > 0;
  }

  @Override
  public Next tell(SseWriter out) {
    EventPage told = page == null ? read() : page;
    page = null;
    at = told.next();
    if (!told.recovered()) {
      out.event(
          new EventPosition(told.epoch(), 0).eventId(),
          "reset",
          NewEvent.emptyPayload().put("task_id", taskId.toString()).toString());
    }
    for (EventView event : told.items()) {
      out.event(
          new EventPosition(told.epoch(), event.offset()).eventId(),
          event.type(),
          JsonText.write(event.payload()));
    }
    out.flush();
    if (told.complete()) {
      return Next.END;
    }
    return told.nextOffset() < told.lastOffset() ? Next.LOOK : Next.WAIT;
  }

  private EventPage read() {
    return log.read(taskId, callerId, admin, at, PAGE);
  }
}
