package dev.muster.gateway.drain;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.agent.AgentDrain;
import dev.muster.gateway.client.ClientDrain;
import dev.muster.gateway.fleet.Membership;
import dev.muster.gateway.presence.Presences;
import dev.muster.gateway.socket.Capacity;
import dev.muster.gateway.upstream.Farewells;
import dev.muster.kit.stream.StreamPublisher;
import io.quarkus.runtime.ShutdownDelayInitiatedEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jboss.logging.Logger;

/**
 * The end of a gateway: not ready any more, no new socket, every open one told to come back
 * elsewhere, a little apart so that the others aren't overrun; then what the agents said before,
 * and what the ends of the sessions left to be reported, is with Redis before the process ends.
 * What an agent said later isn't acknowledged, so that it says it again elsewhere.
 */
@Singleton
class Drain {
  private static final Logger LOG = Logger.getLogger(Drain.class);
  private static final long STEP_NANOS = Duration.ofMillis(10).toNanos();

  private final GatewayConfig config;
  private final Capacity capacity;
  private final AgentDrain agents;
  private final ClientDrain clients;
  private final Farewells farewells;
  private final StreamPublisher publisher;
  private final Presences presences;
  private final Membership membership;

  @Inject
  Drain(
      GatewayConfig config,
      Capacity capacity,
      AgentDrain agents,
      ClientDrain clients,
      Farewells farewells,
      StreamPublisher publisher,
      Presences presences,
      Membership membership) {
    this.config = config;
    this.capacity = capacity;
    this.agents = agents;
    this.clients = clients;
    this.farewells = farewells;
    this.publisher = publisher;
    this.presences = presences;
    this.membership = membership;
  }

  /** While everything still runs: the usual event comes when the sockets are closed already. */
  void stopping(@Observes ShutdownDelayInitiatedEvent event) {
    capacity.drain();
    List<Runnable> steps = new ArrayList<>(agents.steps());
    steps.addAll(clients.steps());
    if (!steps.isEmpty()) {
      LOG.infof("draining %d connections", steps.size());
    }
    long until = System.nanoTime() + config.drainTimeout().toNanos();
    closeAll(steps);
    while (capacity.open() > 0 && System.nanoTime() < until) {
      LockSupport.parkNanos(STEP_NANOS);
    }
    agents.finish();
    while (isAnythingOnItsWay() && System.nanoTime() < until) {
      farewells.retry();
      LockSupport.parkNanos(STEP_NANOS);
    }
    membership.withdraw();
    if (capacity.open() > 0 || isAnythingOnItsWay()) {
      LOG.warnf(
          "drained with %d connections and %d reports left", capacity.open(), farewells.open());
    }
  }

  private boolean isAnythingOnItsWay() {
    return farewells.open() > 0 || !publisher.isIdle() || !presences.isIdle();
  }

  private void closeAll(List<Runnable> steps) {
    long between = steps.size() < 2 ? 0 : config.drainSpread().toNanos() / steps.size();
    long due = System.nanoTime();
    for (Runnable step : steps) {
      step.run();
      due += between;
      long wait = due - System.nanoTime();
      if (wait > TimeUnit.MILLISECONDS.toNanos(1)) {
        LockSupport.parkNanos(wait);
      }
    }
  }
}
