package dev.muster.gateway.fleet;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.agent.AgentPulse;
import dev.muster.gateway.client.ClientPulse;
import dev.muster.gateway.socket.Capacity;
import dev.muster.kit.redis.RedisLostException;
import dev.muster.kit.redis.RedisRefusedException;
import dev.muster.kit.thread.Apart;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.concurrent.atomic.AtomicBoolean;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/**
 * This gateway's part in the fleet: it announces itself, and clears up after one that died. After
 * Redis was away nobody's announcement holds, so it judges others only once its own has held for a
 * while.
 */
@Singleton
public class Membership {
  private static final Logger LOG = Logger.getLogger(Membership.class);

  private final Fleet fleet;
  private final GatewayConfig config;
  private final AgentPulse agents;
  private final ClientPulse clients;
  private final Capacity capacity;
  private final GatewayMetrics metrics;
  private final Clock clock;
  private final String id;
  private final String version;
  private final long since;
  private final AtomicBoolean busy = new AtomicBoolean();
  private volatile boolean withdrawn;
  private long heldSince;

  @Inject
  Membership(
      Fleet fleet,
      GatewayConfig config,
      AgentPulse agents,
      ClientPulse clients,
      Capacity capacity,
      GatewayMetrics metrics,
      Clock clock,
      GatewayId id,
      @ConfigProperty(name = "quarkus.application.version") String version) {
    this.fleet = fleet;
    this.config = config;
    this.agents = agents;
    this.clients = clients;
    this.capacity = capacity;
    this.metrics = metrics;
    this.clock = clock;
    this.id = id.toString();
    this.version = version;
    this.since = clock.millis();
    this.heldSince = since;
  }

  /** This gateway as it is now. */
  public Announcement own() {
    return new Announcement(
        id,
        since,
        clock.millis(),
        version,
        agents.connected(),
        clients.connected(),
        capacity.isDraining());
  }

  /** To be called every alive interval; never blocks. */
  public void beat() {
    if (!withdrawn && busy.compareAndSet(false, true)) {
      Apart.run(this::look);
    }
  }

  /** At the end: nobody needs to clear up. Blocks for a moment. */
  public void withdraw() {
    withdrawn = true;
    try {
      fleet.withdraw(id);
    } catch (RedisLostException | RedisRefusedException e) {
      LOG.debugf("the announcement is left to end: %s", e.getMessage());
    }
  }

  private void look() {
    try {
      if (!fleet.announce(own(), config.announcementLife())) {
        heldSince = clock.millis();
        // Redis may have lost who is present as well.
        agents.presentAgain();
      } else if (clock.millis() - heldSince > config.announcementLife().toMillis() * 2) {
        fleet.claimDead().forEach(this::clearUp);
      }
    } catch (RedisLostException | RedisRefusedException e) {
      heldSince = clock.millis();
      LOG.debugf("not announced: %s", e.getMessage());
    } finally {
      busy.set(false);
    }
  }

  private void clearUp(String dead) {
    int cleared = fleet.clear(dead);
    metrics.gatewayLost();
    LOG.warnf("gateway %s is gone: %d agents are not present any more", dead, cleared);
  }
}
