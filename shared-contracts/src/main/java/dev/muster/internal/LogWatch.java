package dev.muster.internal;

/**
 * Somebody follows a task's output: the body of {@code PUT
 * /internal/tasks/{task_id}/log-watches/{watcher}}, repeated before its time is over; {@code
 * DELETE} ends it. While a task is watched its agent is told to send output as it is written.
 *
 * @param forMs milliseconds after which the watch ends by itself, at most 60,000
 */
public record LogWatch(String phase, long forMs) {}
