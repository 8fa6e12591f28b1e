package dev.muster.gateway.agent;

import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.kit.apikey.AppKey;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;

/** An API key as auth-service would know it. */
record AgentKeys(UUID id, UUID owner, String secret) {

  static AgentKeys boundTo(UUID agentId) {
    return of(agentId, "admin", null);
  }

  static AgentKeys of(UUID agentId, String role, Instant expiresAt) {
    AgentKeys key = new AgentKeys(Ids.next(), Ids.next(), "mks_" + "s".repeat(43));
    StandIns.KEYS.put(
        key.text(),
        """
        {"id":"%s","owner_id":"%s","roles":["user","%s"],"scopes":[],"expires_at":%s,
         "agent_id":%s,"secret":"%s"}"""
            .formatted(
                key.id(), key.owner(), role, quoted(expiresAt), quoted(agentId), key.secret()));
    return key;
  }

  Map<String, String> headers() {
    return Map.of("X-App-Key", text(), "X-App-Secret", secret);
  }

  private String text() {
    return new AppKey(id).text();
  }

  private static String quoted(Object value) {
    return value == null ? "null" : "\"" + value + "\"";
  }
}
