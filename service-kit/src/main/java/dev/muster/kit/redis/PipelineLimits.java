package dev.muster.kit.redis;

import java.time.Duration;

/**
 * What a {@link CommandPipeline} may hold.
 *
 * @param queueCommands commands that may wait
 * @param queueBytes bytes that may wait
 * @param timeout of a batch, connecting included; its commands then fail
 */
public record PipelineLimits(int queueCommands, long queueBytes, Duration timeout) {}
