package dev.muster.gateway.agent;

import dev.muster.gateway.socket.Subprotocol;
import dev.muster.gateway.socket.Transport;
import dev.muster.id.Ids;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.UUID;

/**
 * Lets an agent upgrade with {@code Sec-WebSocket-Protocol: agent-token, TOKEN}: 401 for a wrong
 * token, 404 for an unknown agent, 429 for an address that was refused too often, 503 while that
 * can't be known.
 */
@Singleton
class AgentUpgrade implements HttpUpgradeCheck {
  static final String PROTOCOL = "agent-token";

  private final AgentCredentials credentials;
  private final UpgradeRefusal refusal;

  @Inject
  AgentUpgrade(AgentCredentials credentials, UpgradeRefusal refusal) {
    this.credentials = credentials;
    this.refusal = refusal;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.equals(AgentSocket.ENDPOINT);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    Optional<UUID> agentId = Ids.parse(context.pathParam("agent_id"));
    if (agentId.isEmpty()) {
      return CheckResult.rejectUpgrade(404);
    }
    Optional<String> token =
        Subprotocol.credential(context.httpRequest().getHeader("Sec-WebSocket-Protocol"), PROTOCOL);
    if (token.isEmpty()) {
      return CheckResult.rejectUpgrade(401);
    }
    return credentials
        .byToken(agentId.get(), token.get(), context.httpRequest())
        .map(admission -> admit(context, admission))
        .onFailure()
        .recoverWithItem(failure -> refusal.of(agentId.get(), failure));
  }

  static CheckResult admit(HttpUpgradeContext context, Admission admission) {
    Transport.remember(context);
    Transport.prepare(context);
    context.userData().put(Admission.KEY, admission);
    return CheckResult.permitUpgradeSync();
  }
}
