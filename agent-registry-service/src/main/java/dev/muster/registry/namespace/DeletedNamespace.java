package dev.muster.registry.namespace;

/** Answer of {@code DELETE /api/namespaces/{ns}}. */
record DeletedNamespace(boolean deleted) {}
