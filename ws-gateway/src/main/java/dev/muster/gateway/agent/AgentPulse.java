package dev.muster.gateway.agent;

import dev.muster.event.RedisNames;
import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.presence.Presences;
import dev.muster.kit.stream.StreamPublisher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.Map;

/** The agents' share of the gateway's periodic work. */
@Singleton
public class AgentPulse {
  private final AgentConnections connections;
  private final OwnStream commands;
  private final Standings standings;
  private final KeyWatch keys;
  private final Presences presences;
  private final StreamPublisher publisher;
  private final GatewayId id;
  private final Clock clock;

  @Inject
  AgentPulse(
      AgentConnections connections,
      OwnStream commands,
      Standings standings,
      KeyWatch keys,
      Presences presences,
      StreamPublisher publisher,
      GatewayId id,
      Clock clock) {
    this.connections = connections;
    this.commands = commands;
    this.standings = standings;
    this.keys = keys;
    this.presences = presences;
    this.publisher = publisher;
    this.id = id;
    this.clock = clock;
  }

  /** Resends, silence, presence, the time of keys. */
  public void sweep() {
    connections.tick(clock.millis());
    keys.sweep();
  }

  public int connected() {
    return connections.size();
  }

  /** What Redis knows of who is here may be lost. */
  public void presentAgain() {
    connections.forEach(each -> each.run(AgentSession::presentAgain));
  }

  /** The gateway's sign of life. */
  public void alive() {
    var unused =
        publisher.add(
            RedisNames.AGENT_STATUS,
            new UpstreamEntry(
                    StatusKinds.GATEWAY_ALIVE,
                    id.toString(),
                    null,
                    null,
                    null,
                    clock.millis(),
                    "{\"connections\":" + connections.size() + "}",
                    Map.of())
                .fields());
    commands.renew();
    standings.ask();
    presences.sweep(clock.millis());
  }
}
