package dev.muster.internal;

/**
 * Agent-registry-service tells task-service how a namespace is served: the body of {@code PUT
 * /internal/namespaces/{namespace}/policy}. Once it is answered nothing more is dispatched in a
 * paused one. Repeating it, or telling an older version late, is harmless.
 *
 * @param weight its share of the dispatch rounds beside other namespaces, from 1
 * @param quota tasks that may run at once; 0 for no limit
 * @param version from 1, higher with every change, also after the namespace was deleted and made
 *     anew
 */
public record NamespacePolicy(int weight, int quota, boolean paused, long version) {}
