package dev.muster.gateway;

import dev.muster.gateway.agent.AgentPulse;
import dev.muster.gateway.client.ClientPulse;
import dev.muster.gateway.fleet.Membership;
import dev.muster.gateway.upstream.Farewells;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** The gateway's periodic work, none of which blocks. */
@Singleton
class Pulse {
  private final Vertx vertx;
  private final GatewayConfig config;
  private final AgentPulse agents;
  private final ClientPulse clients;
  private final Farewells farewells;
  private final Membership membership;
  private final List<Long> timers = new CopyOnWriteArrayList<>();

  @Inject
  Pulse(
      Vertx vertx,
      GatewayConfig config,
      AgentPulse agents,
      ClientPulse clients,
      Farewells farewells,
      Membership membership) {
    this.vertx = vertx;
    this.config = config;
    this.agents = agents;
    this.clients = clients;
    this.farewells = farewells;
    this.membership = membership;
  }

  @Startup
  void start() {
    alive();
    timers.add(vertx.setPeriodic(config.sweepInterval().toMillis(), timer -> sweep()));
    timers.add(vertx.setPeriodic(config.aliveInterval().toMillis(), timer -> alive()));
  }

  @Shutdown
  void stop() {
    timers.forEach(vertx::cancelTimer);
  }

  private void alive() {
    agents.alive();
    membership.beat();
  }

  private void sweep() {
    agents.sweep();
    clients.sweep();
    farewells.retry();
  }
}
