package dev.muster.tasks.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.apikey.BoundKey;
import dev.muster.kit.apikey.BoundKeys;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Decision;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.proxy.ProxyChain;
import io.vertx.core.http.HttpServerRequest;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * Who calls, where agents call (protocol §4): {@code X-App-Key} and {@code X-App-Secret} of a key
 * that is bound to the agent, or its token as {@code Authorization: Bearer} with {@code
 * X-Agent-Id}.
 */
@ApplicationScoped
public class AgentEntrance {
  private static final String SCHEME = "Bearer ";
  private static final int LONGEST_TOKEN = 512;
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final BoundKeys keys;
  private final KnownAgents agents;
  private final Buckets buckets;
  private final ProxyChain proxies;

  @Inject
  AgentEntrance(BoundKeys keys, KnownAgents agents, Buckets buckets, ProxyChain proxies) {
    this.keys = keys;
    this.agents = agents;
    this.buckets = buckets;
    this.proxies = proxies;
  }

  /**
   * Blocks. Throws 1002 for a wrong key or token, 1003 for a key that isn't the agent's and for an
   * agent in quarantine, 2001 for an unknown agent, 4291 for an address that was refused too often,
   * 5003 when it can't be known now.
   */
  public UUID agent(HttpServerRequest request) {
    Optional<UUID> named = named(request);
    Optional<BoundKey> key = keys.of(request).await().atMost(PATIENCE);
    if (key.isPresent()) {
      return byKey(key.get(), named);
    }
    UUID agentId = named.orElseThrow(AgentEntrance::refused);
    byToken(agentId, token(request), request);
    return agentId;
  }

  private UUID byKey(BoundKey key, Optional<UUID> named) {
    UUID agentId =
        key.agentId()
            .filter(bound -> named.isEmpty() || named.get().equals(bound))
            .orElseThrow(
                () ->
                    new ContractException(
                        ErrorCode.FORBIDDEN, "the key isn't bound to this agent"));
    agents.known(agentId);
    return agentId;
  }

  private void byToken(UUID agentId, String token, HttpServerRequest request) {
    Supplier<String> network = () -> proxies.client(request).network();
    if (agents.isRemembered(agentId, token)) {
      return;
    }
    Optional<Decision> tooOften = buckets.refusal(Limit.AGENT_REFUSED, network.get());
    if (tooOften.isPresent()) {
      throw tooOften.get().refusal();
    }
    try {
      agents.authenticate(agentId, token);
    } catch (ContractException e) {
      // Only who is refused pays.
      if (e.code() == ErrorCode.NOT_AUTHENTICATED || e.code() == ErrorCode.NOT_FOUND) {
        var unused = buckets.spend(Limit.AGENT_REFUSED, network.get());
      }
      throw e;
    }
  }

  private static Optional<UUID> named(HttpServerRequest request) {
    String header = request.getHeader("X-Agent-Id");
    if (header == null) {
      return Optional.empty();
    }
    return Optional.of(Ids.parse(header).orElseThrow(AgentEntrance::refused));
  }

  private static String token(HttpServerRequest request) {
    return Optional.ofNullable(request.getHeader("Authorization"))
        .filter(header -> header.regionMatches(true, 0, SCHEME, 0, SCHEME.length()))
        .map(header -> header.substring(SCHEME.length()).strip())
        .filter(token -> !token.isEmpty() && token.length() <= LONGEST_TOKEN)
        .orElseThrow(AgentEntrance::refused);
  }

  private static ContractException refused() {
    return new ContractException(
        ErrorCode.NOT_AUTHENTICATED, ErrorCode.NOT_AUTHENTICATED.sentence());
  }
}
