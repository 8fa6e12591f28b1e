package dev.muster.registry.namespace;

/**
 * What an administrator decides about a namespace.
 *
 * @param weight its share beside other namespaces
 * @param quota tasks that may run at once; 0 for no limit
 */
record NamespaceSettings(String description, int weight, int quota) {}
