package dev.muster.tasks.queue;

/** Fired when a commit has made tasks of a route ready that nobody named to the dispatcher. */
public record ReadyRoute(String namespace, long routeId) {}
