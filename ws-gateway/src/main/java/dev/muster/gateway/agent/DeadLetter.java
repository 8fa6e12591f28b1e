package dev.muster.gateway.agent;

import java.util.UUID;

/**
 * A command that its agent never acknowledged.
 *
 * @param at epoch milliseconds
 */
record DeadLetter(UUID agentId, String kind, String messageId, int sends, long at, String reason) {}
