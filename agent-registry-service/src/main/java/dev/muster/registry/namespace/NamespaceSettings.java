package dev.muster.registry.namespace;

import dev.muster.kit.audit.AuditEvent;

/**
 * What an administrator decides about a namespace.
 *
 * @param weight its share beside other namespaces
 * @param quota tasks that may run at once; 0 for no limit
 */
record NamespaceSettings(String description, int weight, int quota) {
  /** With what differs of it. */
  AuditEvent changeOf(AuditEvent event, NamespaceSettings before) {
    AuditEvent more = event;
    if (!description.equals(before.description)) {
      more = more.with("description", description);
    }
    if (weight != before.weight) {
      more = more.with("weight", weight);
    }
    return quota == before.quota ? more : more.with("quota", quota);
  }
}
