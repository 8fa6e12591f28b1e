package dev.muster.wire;

import java.util.UUID;

/**
 * One attempt of one task.
 *
 * @param leaseId the fencing token: opaque to the agent, which sends it back with every write
 * @param attempt counts from 1
 */
public record AttemptRef(UUID taskId, String leaseId, int attempt) {}
