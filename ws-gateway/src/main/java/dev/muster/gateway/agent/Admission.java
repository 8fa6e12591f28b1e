package dev.muster.gateway.agent;

import dev.muster.internal.AgentProfile;
import dev.muster.kit.apikey.BoundKey;
import io.quarkus.websockets.next.UserData;
import java.util.Optional;

/**
 * Who comes in.
 *
 * @param askedAt epoch milliseconds before the credentials were checked
 * @param changes {@link AgentTokens#changes} at that time
 * @param key the API key that the agent came with, which ends the connection with it
 */
record Admission(AgentProfile profile, long askedAt, long changes, Optional<BoundKey> key) {
  static final UserData.TypedKey<Admission> KEY = new UserData.TypedKey<>("muster.agent.admission");
}
