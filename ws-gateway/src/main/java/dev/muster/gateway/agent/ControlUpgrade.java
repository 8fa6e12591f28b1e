package dev.muster.gateway.agent;

import dev.muster.id.Ids;
import dev.muster.kit.apikey.BoundKey;
import dev.muster.kit.apikey.BoundKeys;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets an agent upgrade to the control channel with {@code X-App-Key} and {@code X-App-Secret} of a
 * key that is bound to it, or with {@code Authorization: Bearer} and its token: 401, 403 for a key
 * that is bound to none or another agent, 404, 429, 503 as {@link AgentUpgrade}.
 */
@Singleton
class ControlUpgrade implements HttpUpgradeCheck {
  private final BoundKeys keys;
  private final AgentCredentials credentials;
  private final UpgradeRefusal refusal;

  @Inject
  ControlUpgrade(BoundKeys keys, AgentCredentials credentials, UpgradeRefusal refusal) {
    this.keys = keys;
    this.credentials = credentials;
    this.refusal = refusal;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.equals(ControlSocket.ENDPOINT);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    HttpServerRequest request = context.httpRequest();
    Optional<UUID> agentId = Ids.parse(request.getParam("agent_id"));
    if (agentId.isEmpty()) {
      return CheckResult.rejectUpgrade(404);
    }
    return keys.of(request)
        .chain(key -> admission(agentId.get(), key, request))
        .map(admission -> AgentUpgrade.admit(context, admission))
        .onFailure()
        .recoverWithItem(failure -> refusal.of(agentId.get(), failure));
  }

  private Uni<Admission> admission(
      UUID agentId, Optional<BoundKey> key, HttpServerRequest request) {
    if (key.isPresent()) {
      return credentials.byKey(agentId, key.get());
    }
    String named = request.getHeader("X-Agent-Id");
    boolean another = named != null && !Ids.parse(named).equals(Optional.of(agentId));
    return BearerHeader.token(request)
        .filter(token -> !another)
        .map(token -> credentials.byToken(agentId, token, request))
        .orElseGet(() -> Uni.createFrom().failure(AgentCredentials.refused()));
  }
}
