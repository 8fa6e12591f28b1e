package dev.muster.tasks.submit;

import java.util.UUID;

/**
 * In whose name a task is submitted.
 *
 * @param admin whether private agents may be used
 * @param traceparent null when none is known
 */
public record Submitter(UUID ownerId, boolean admin, String requestId, String traceparent) {}
