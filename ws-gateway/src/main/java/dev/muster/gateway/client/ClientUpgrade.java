package dev.muster.gateway.client;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.agent.RoleEntrance;
import dev.muster.gateway.socket.AdmissionCheck;
import dev.muster.gateway.socket.Transport;
import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Decision;
import dev.muster.kit.limit.Limit;
import dev.muster.kit.proxy.ProxyChain;
import dev.muster.kit.scope.ScopeTable;
import dev.muster.kit.thread.Apart;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.kit.web.Origins;
import dev.muster.wire.CloseReason;
import io.quarkus.websockets.next.HttpUpgradeCheck;
import io.quarkus.websockets.next.UserData;
import io.smallrye.mutiny.Uni;
import io.vertx.core.http.HttpServerRequest;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Looks at a client's token before the upgrade, which happens whatever the outcome. */
@Singleton
class ClientUpgrade implements HttpUpgradeCheck {
  static final UserData.TypedKey<ClientAdmission> ADMISSION =
      new UserData.TypedKey<>("muster.client.admission");

  private final TokenVerifier verifier;
  private final GatewayConfig config;
  private final Buckets buckets;
  private final ProxyChain proxies;
  private final Origins origins;
  private final RoleEntrance agents;

  @Inject
  ClientUpgrade(
      TokenVerifier verifier,
      GatewayConfig config,
      Buckets buckets,
      ProxyChain proxies,
      Origins origins,
      RoleEntrance agents) {
    this.verifier = verifier;
    this.config = config;
    this.buckets = buckets;
    this.proxies = proxies;
    this.origins = origins;
    this.agents = agents;
  }

  @Override
  public boolean appliesTo(String endpointId) {
    return endpointId.equals(ClientSocket.ENDPOINT);
  }

  @Override
  public Uni<CheckResult> perform(HttpUpgradeContext context) {
    if (!AdmissionCheck.isTurnedAway(context)
        && Handshake.role(context.httpRequest()).equals("agent")) {
      return agents.upgrade(context);
    }
    return admission(context)
        .map(
            admission -> {
              Transport.remember(context);
              Transport.prepare(context);
              context.userData().put(ADMISSION, admission);
              return CheckResult.permitUpgradeSync();
            });
  }

  private Uni<ClientAdmission> admission(HttpUpgradeContext context) {
    if (AdmissionCheck.isTurnedAway(context)) {
      return Uni.createFrom().item(new ClientAdmission.TurnedAway());
    }
    String role = Handshake.role(context.httpRequest());
    if (!role.equals("client")) {
      return Uni.createFrom()
          .item(
              new ClientAdmission.Refused(
                  ErrorCode.BAD_PARAMETER, "unknown role", CloseReason.POLICY));
    }
    HttpServerRequest request = context.httpRequest();
    Optional<String> token = Handshake.token(request, config.queryToken());
    if (token.isEmpty()) {
      token = Handshake.cookie(request);
      if (token.isPresent() && !origins.isAllowed(request)) {
        return Uni.createFrom().item(ClientAdmission.Refused.foreignPage());
      }
    }
    String network = proxies.client(request).network();
    String jwt = token.orElse("");
    return Apart.call(() -> admit(jwt, network));
  }

  private ClientAdmission admit(String jwt, String network) {
    Decision decision = buckets.spend(Limit.CLIENT_CONNECT, network);
    return decision.allowed()
        ? admit(jwt)
        : new ClientAdmission.Refused(
            ErrorCode.RATE_LIMITED, decision.refusal().getMessage(), CloseReason.TRY_LATER);
  }

  private ClientAdmission admit(String jwt) {
    try {
      VerifiedToken token = verifier.verify(jwt);
      boolean person = token.has(Role.USER) || token.has(Role.ADMIN);
      return person && token.userId().isPresent() && token.allows(ScopeTable.needed("GET", "/ws"))
          ? new ClientAdmission.Admitted(token)
          : new ClientAdmission.Refused(
              ErrorCode.FORBIDDEN, ErrorCode.FORBIDDEN.sentence(), CloseReason.FORBIDDEN);
    } catch (ContractException e) {
      return e.code() == ErrorCode.NOT_AUTHENTICATED
          ? ClientAdmission.Refused.reauthenticate()
          : new ClientAdmission.Refused(e.code(), e.getMessage(), CloseReason.TRY_LATER);
    } catch (RuntimeException e) {
      return new ClientAdmission.Refused(
          ErrorCode.SERVER_ERROR, ErrorCode.SERVER_ERROR.sentence(), CloseReason.TRY_LATER);
    }
  }
}
