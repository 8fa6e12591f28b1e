package dev.muster.agent.credential;

import dev.muster.agent.config.Secret;

/**
 * What is in the file.
 *
 * @param token the newest
 * @param previous the one before it, while the server hasn't accepted the newest; else null
 * @param configured fingerprint of the configured token that it took the place of; empty for an
 *     agent that enrolled itself
 */
record Kept(String agentId, Secret token, Secret previous, String configured) {}
