package dev.muster.kit.http;

import java.util.List;

/**
 * One page of a list.
 *
 * @param total how many there are over all pages
 */
public record Page<T>(List<T> items, long total) {
  public Page {
    items = List.copyOf(items);
  }
}
