package dev.muster.tasks.read;

import java.util.List;

/**
 * A page of the list.
 *
 * @param total how many there are over all pages; null behind a cursor
 * @param totalExact false: there are at least that many
 * @param nextCursor where to go on; null at the end
 */
public record TaskPage(List<TaskView> items, Long total, Boolean totalExact, String nextCursor) {
  public TaskPage {
    items = List.copyOf(items);
  }
}
