package dev.muster.wire;

import java.util.Map;

/**
 * An attempt that the agent still has when it registers.
 *
 * @param phaseOffsets bytes of output that the agent has produced so far, by phase
 */
public record RunningAttempt(AttemptRef attempt, Map<String, Long> phaseOffsets) {}
