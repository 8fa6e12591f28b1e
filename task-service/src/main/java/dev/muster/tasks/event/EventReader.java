package dev.muster.tasks.event;

import java.util.UUID;

/** Reads one task's events for one caller. */
record EventReader(EventLog log, UUID taskId, UUID callerId, boolean admin) {
  private static final int PAGE = 200;

  EventPage after(EventPosition position) {
    return log.read(taskId, callerId, admin, position, PAGE);
  }
}
