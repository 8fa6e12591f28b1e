package dev.muster.auth.audit;

import java.util.List;

/**
 * One page, newest first.
 *
 * @param total how many match; null on pages that a cursor asked for
 * @param nextCursor asks for what follows; null on the last page
 */
record AuditPage(List<AuditLine> items, Long total, String nextCursor) {
  AuditPage {
    items = List.copyOf(items);
  }

  /** Of one line more than the page holds, if there is one. */
  static AuditPage of(List<AuditLine> lines, int size, Long total) {
    boolean more = lines.size() > size;
    List<AuditLine> items = more ? lines.subList(0, size) : lines;
    return new AuditPage(items, total, more ? items.getLast().cursor().text() : null);
  }
}
