package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.socket.Capacity;
import dev.muster.gateway.socket.Subprotocol;
import dev.muster.gateway.socket.Transport;
import dev.muster.id.Ids;
import dev.muster.internal.AgentProfile;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Decision;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.proxy.ProxyChain;
import dev.muster.kit.thread.Apart;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Lets an agent upgrade with {@code Sec-WebSocket-Protocol: agent-token, TOKEN}: 401 for a wrong
 * token, 404 for an unknown agent, 429 for an address that was refused too often, 503 while that
 * can't be known or this gateway drains.
 */
@Singleton
class AgentUpgrade implements HttpUpgradeCheck {
  static final String PROTOCOL = "agent-token";
  static final UserData.TypedKey<Admission> ADMISSION =
      new UserData.TypedKey<>("muster.agent.admission");

  private static final Logger LOG = Logger.getLogger(AgentUpgrade.class);
  private static final Map<String, List<String>> RETRY_AFTER = Map.of("Retry-After", List.of("1"));
  private static final int LONGEST_TOKEN = 512;

  /**
   * Who comes in.
   *
   * @param askedAt epoch milliseconds before the token was checked
   * @param changes {@link AgentTokens#changes} at that time
   */
  record Admission(AgentProfile profile, long askedAt, long changes) {}

  private final AgentTokens tokens;
  private final Capacity capacity;
  private final Buckets buckets;
  private final ProxyChain proxies;
  private final Clock clock;

  @Inject
  AgentUpgrade(
      AgentTokens tokens, Capacity capacity, Buckets buckets, ProxyChain proxies, Clock clock) {
    this.tokens = tokens;
    this.capacity = capacity;
    this.buckets = buckets;
    this.proxies = proxies;
    this.clock = clock;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.equals(AgentSocket.ENDPOINT);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (capacity.isDraining()) {
      return CheckResult.rejectUpgrade(503, RETRY_AFTER);
    }
    Optional<UUID> agentId = Ids.parse(context.pathParam("agent_id"));
    if (agentId.isEmpty()) {
      return CheckResult.rejectUpgrade(404);
    }
    Optional<String> token =
        Subprotocol.credential(context.httpRequest().getHeader("Sec-WebSocket-Protocol"), PROTOCOL)
            .filter(text -> text.length() <= LONGEST_TOKEN);
    if (token.isEmpty()) {
      return CheckResult.rejectUpgrade(401);
    }
    long askedAt = clock.millis();
    long changes = tokens.changes();
    Optional<AgentProfile> known = tokens.remembered(agentId.get(), token.get());
    if (known.isPresent()) {
      return Uni.createFrom().item(admit(context, new Admission(known.get(), askedAt, changes)));
    }
    String network = proxies.client(context.httpRequest()).network();
    Optional<Decision> tooOften = buckets.refusal(Limit.AGENT_REFUSED, network);
    if (tooOften.isPresent()) {
      String seconds = Long.toString(tooOften.get().retryAfterSeconds());
      return CheckResult.rejectUpgrade(429, Map.of("Retry-After", List.of(seconds)));
    }
    return Apart.call(() -> authenticate(agentId.get(), token.get(), network))
        .map(profile -> admit(context, new Admission(profile, askedAt, changes)))
        .onFailure()
        .recoverWithItem(failure -> refuse(agentId.get(), failure));
  }

  /** Only who is refused pays: a site of many agents that come back at once is welcome. */
  private AgentProfile authenticate(UUID agentId, String token, String network) {
    try {
      return tokens.authenticate(agentId, token);
    } catch (ContractException e) {
      if (e.code() == ErrorCode.NOT_AUTHENTICATED || e.code() == ErrorCode.NOT_FOUND) {
        var unused = buckets.spend(Limit.AGENT_REFUSED, network);
      }
      throw e;
    }
  }

  private static CheckResult admit(HttpUpgradeContext context, Admission admission) {
    Transport.remember(context);
    Transport.prepare(context);
    context.userData().put(ADMISSION, admission);
    return CheckResult.permitUpgradeSync();
  }

  private static CheckResult refuse(UUID agentId, Throwable failure) {
    if (failure instanceof ContractException refused) {
      switch (refused.code()) {
        case NOT_AUTHENTICATED -> {
          return CheckResult.rejectUpgradeSync(401);
        }
        case NOT_FOUND -> {
          return CheckResult.rejectUpgradeSync(404);
        }
        case FORBIDDEN -> {
          return CheckResult.rejectUpgradeSync(403);
        }
        default -> {}
      }
    }
    LOG.warnf("agent %s can't be authenticated now: %s", agentId, failure.getMessage());
    return CheckResult.rejectUpgradeSync(503, RETRY_AFTER);
  }
}
