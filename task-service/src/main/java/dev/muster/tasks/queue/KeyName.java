package dev.muster.tasks.queue;

/** A concurrency key; each namespace has its own. */
public record KeyName(String namespace, String key) {}
