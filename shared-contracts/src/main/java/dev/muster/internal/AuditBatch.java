package dev.muster.internal;

import java.util.List;

/**
 * Body of {@code POST /internal/audit}, from a service to auth-service. Answered 2xx once all
 * entries are committed; sending it again is harmless.
 *
 * @param entries at most 100
 */
public record AuditBatch(List<AuditEntry> entries) {
  public static final int MOST = 100;

  public AuditBatch {
    entries = List.copyOf(entries);
  }
}
