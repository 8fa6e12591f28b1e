package dev.muster.tasks.submit;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.internal.AgentProfile;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which agents exist and who may give them work, as agent-registry-service says; remembered for a
 * short while. While the registry is away, what was remembered last counts.
 */
@ApplicationScoped
class AgentDirectory {
  private static final Duration FRESH = Duration.ofSeconds(10);
  private static final int MOST_REMEMBERED = 50_000;

  private final Map<UUID, Known> known = new ConcurrentHashMap<>();
  private final InternalClient client;

  @Inject
  AgentDirectory(InternalClient client) {
    this.client = client;
  }

  private record Known(AgentProfile profile, long readAt) {
    boolean fresh() {
      return System.nanoTime() - readAt < FRESH.toNanos();
    }
  }

  /** Throws 2001 for an agent that doesn't exist or that the caller may not see. */
  AgentProfile agent(UUID id, boolean admin) {
    AgentProfile profile = read(id);
    if (!admin && !"public".equals(profile.visibility())) {
      throw ContractException.notFound("agent");
    }
    return profile;
  }

  /** Throws 2001 as {@link #agent}, and 1001 for an agent of another namespace than the task's. */
  void check(TaskSubmission wish, boolean admin) {
    String namespace = NewTask.namespace(wish);
    if (wish.agentId() != null && !agent(wish.agentId(), admin).namespace().equals(namespace)) {
      throw ContractException.badParameter(
          "namespace", "the agent belongs to another namespace than " + namespace);
    }
  }

  private AgentProfile read(UUID id) {
    Known remembered = known.get(id);
    if (remembered != null && remembered.fresh()) {
      return remembered.profile();
    }
    try {
      AgentProfile profile =
          client.get(Peer.REGISTRY, "/internal/agents/" + id, AgentProfile.class);
      if (known.size() >= MOST_REMEMBERED) {
        known.clear();
      }
      known.put(id, new Known(profile, System.nanoTime()));
      return profile;
    } catch (ContractException e) {
      if (e.code() == ErrorCode.NOT_FOUND) {
        known.remove(id);
        throw ContractException.notFound("agent");
      }
      if (remembered != null && e.code() == ErrorCode.UNAVAILABLE) {
        return remembered.profile();
      }
      throw e;
    }
  }
}
