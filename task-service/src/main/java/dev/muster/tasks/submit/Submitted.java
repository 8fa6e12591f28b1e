package dev.muster.tasks.submit;

import java.util.UUID;

/**
 * The answer to a submit.
 *
 * @param created false for a repetition, which is answered with the first one's task
 */
record Submitted(UUID taskId, String status, boolean created) {}
