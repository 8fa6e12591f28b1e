package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.socket.CallLimit;
import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentProfile;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.kit.secret.Sha256;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/** Asks agent-registry-service whose token it is, and believes a good answer for a moment. */
@Singleton
class AgentTokens {
  private static final int REMEMBERED = 10_000;
  private static final Duration LONGEST_MEMORY = Duration.ofSeconds(5);

  private record Key(UUID agentId, String tokenHash) {}

  private record Known(AgentProfile profile, long until) {}

  private final InternalClient client;
  private final CallLimit limit;
  private final Clock clock;
  private final long memoryMs;
  private long changes;
  // Every entry lives equally long, so the oldest is the first to end.
  private final Map<Key, Known> known = new LinkedHashMap<>();

  @Inject
  AgentTokens(InternalClient client, GatewayConfig config, Clock clock) {
    this.client = client;
    this.limit = new CallLimit(config.concurrentCalls(), config.registerTimeout());
    this.clock = clock;
    this.memoryMs = Math.min(config.tokenCache().toMillis(), LONGEST_MEMORY.toMillis());
  }

  /** Never blocks. */
  Optional<AgentProfile> remembered(UUID agentId, String token) {
    Key key = new Key(agentId, Sha256.hex(token));
    long now = clock.millis();
    synchronized (known) {
      known.values().removeIf(entry -> entry.until() <= now);
      return Optional.ofNullable(known.get(key)).map(Known::profile);
    }
  }

  /**
   * Blocks. Throws {@link dev.muster.error.ContractException} 1002 for a wrong token, 2001 for an
   * unknown agent, 5003 when the registry is away.
   */
  AgentProfile authenticate(UUID agentId, String token) {
    long changesBefore = changes();
    AgentProfile profile =
        limit.call(
            () ->
                client.post(
                    Peer.REGISTRY,
                    "/internal/agents/" + agentId + "/authenticate",
                    Map.of("token", token),
                    AgentProfile.class));
    synchronized (known) {
      if (changes != changesBefore) {
        // Perhaps this agent's: what was answered before is not to be believed after.
        return profile;
      }
      known.put(new Key(agentId, Sha256.hex(token)), new Known(profile, clock.millis() + memoryMs));
      if (known.size() > REMEMBERED) {
        var oldest = known.keySet().iterator();
        oldest.next();
        oldest.remove();
      }
    }
    return profile;
  }

  /**
   * Blocks. What is known of an agent that was recognised otherwise. Throws as {@link
   * #authenticate}, and 1003 for one in quarantine.
   */
  AgentProfile profile(UUID agentId) {
    AgentProfile profile =
        limit.call(
            () -> client.get(Peer.REGISTRY, "/internal/agents/" + agentId, AgentProfile.class));
    if (profile.orders().mode() == AgentMode.QUARANTINED) {
      throw new ContractException(ErrorCode.FORBIDDEN, "in quarantine");
    }
    return profile;
  }

  /** One more with every change that was heard of, of whatever agent. */
  long changes() {
    synchronized (known) {
      return changes;
    }
  }

  /** The agent's token or rights have changed. */
  void forget(UUID agentId) {
    synchronized (known) {
      changes++;
      known.keySet().removeIf(key -> key.agentId().equals(agentId));
    }
  }

  /** It may have been missed whose have. */
  void forgetAll() {
    synchronized (known) {
      changes++;
      known.clear();
    }
  }
}
