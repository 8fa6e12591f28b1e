package dev.muster.tasks.event;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Events of one task that are kept, or left out, together: progress one by one, what else is told
 * of the task at once as one.
 */
record Run(UUID taskId, boolean progress, List<NewEvent> events) {

  /** In the order of the events of each task. */
  static List<Run> of(List<NewEvent> events) {
    List<Run> runs = new ArrayList<>();
    Map<UUID, Run> open = new LinkedHashMap<>();
    for (NewEvent event : events) {
      boolean progress = event.type().equals(NewEvent.PROGRESS);
      Run last = open.get(event.taskId());
      if (last == null || progress || last.progress()) {
        last = new Run(event.taskId(), progress, new ArrayList<>());
        runs.add(last);
        open.put(event.taskId(), last);
      }
      last.events().add(event);
    }
    return runs;
  }
}
