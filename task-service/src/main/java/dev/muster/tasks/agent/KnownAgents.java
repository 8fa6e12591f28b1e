package dev.muster.tasks.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.AgentMode;
import dev.muster.internal.AgentProfile;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.kit.secret.Sha256;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Asks agent-registry-service about agents, once for all who ask at the same time, and believes a
 * good answer for three seconds: so long does an agent get in that was just shut out.
 */
@ApplicationScoped
class KnownAgents {
  private static final Duration BELIEVED = Duration.ofSeconds(3);
  private static final int MOST = 50_000;

  private final InternalClient client;
  private final Clock clock;
  private final Map<Key, Asked> answers = new ConcurrentHashMap<>();

  @Inject
  KnownAgents(InternalClient client, Clock clock) {
    this.client = client;
    this.clock = clock;
  }

  /** What was asked; without a token, whether there is such an agent. */
  private record Key(UUID agentId, String tokenHash) {}

  private record Asked(FutureTask<AgentProfile> answer, long at) {}

  /** Never blocks. */
  boolean isRemembered(UUID agentId, String token) {
    Asked asked = answers.get(new Key(agentId, Sha256.hex(token)));
    return asked != null && isFresh(asked) && asked.answer().state() == Future.State.SUCCESS;
  }

  /** Blocks. Throws 1002, 1003, 2001 or 5003. */
  void authenticate(UUID agentId, String token) {
    ask(
        new Key(agentId, Sha256.hex(token)),
        () ->
            client.post(
                Peer.REGISTRY,
                "/internal/agents/" + agentId + "/authenticate",
                Map.of("token", token),
                AgentProfile.class));
  }

  /** Blocks. Throws 1003 for one in quarantine, 2001 or 5003. */
  void known(UUID agentId) {
    AgentProfile profile =
        ask(
            new Key(agentId, null),
            () -> client.get(Peer.REGISTRY, "/internal/agents/" + agentId, AgentProfile.class));
    if (profile.orders().mode() == AgentMode.QUARANTINED) {
      throw new ContractException(ErrorCode.FORBIDDEN, "in quarantine");
    }
  }

  private AgentProfile ask(Key key, Callable<AgentProfile> question) {
    Asked asked =
        answers.compute(
            key,
            (same, before) ->
                before != null && isFresh(before)
                    ? before
                    : new Asked(new FutureTask<>(question), clock.millis()));
    // Asks, unless somebody else does.
    asked.answer().run();
    try {
      AgentProfile profile = asked.answer().get();
      makeRoom();
      return profile;
    } catch (ExecutionException e) {
      answers.remove(key, asked);
      throw e.getCause() instanceof ContractException refusal
          ? again(refusal)
          : new IllegalStateException("an agent can't be asked about", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw ContractException.retryLater(
          ErrorCode.UNAVAILABLE, "shutting down", Duration.ofSeconds(1), e);
    }
  }

  /** Each who waited gets one of its own, as it is thrown on another thread. */
  private static ContractException again(ContractException refusal) {
    return refusal.retryAfter().isPresent()
        ? ContractException.retryLater(
            refusal.code(), refusal.getMessage(), refusal.retryAfter().get(), refusal)
        : new ContractException(refusal.code(), refusal.getMessage());
  }

  private boolean isFresh(Asked asked) {
    return clock.millis() - asked.at() < BELIEVED.toMillis();
  }

  private void makeRoom() {
    if (answers.size() > MOST) {
      answers.values().removeIf(asked -> !isFresh(asked));
    }
    if (answers.size() > MOST) {
      answers.clear();
    }
  }
}
