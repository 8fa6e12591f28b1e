package dev.muster.tasks.event;

import java.util.List;

/**
 * A task's events after an offset.
 *
 * @param nextOffset to read on from
 * @param lastOffset of the task's newest event
 * @param complete the task has ended and these are its last events; a retry makes more
 * @param recovered false when the position asked for isn't one of this log: the items begin at 1
 */
public record EventPage(
    String epoch,
    List<EventView> items,
    long nextOffset,
    long lastOffset,
    boolean complete,
    boolean recovered) {

  EventPosition next() {
    return new EventPosition(epoch, nextOffset);
  }
}
