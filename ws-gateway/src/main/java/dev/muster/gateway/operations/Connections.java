package dev.muster.gateway.operations;

import dev.muster.event.AgentPresence;
import dev.muster.event.RedisNames;
import dev.muster.gateway.fleet.Fleet;
import dev.muster.gateway.fleet.RedisCalls;
import dev.muster.id.Ids;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Which agent is connected to which gateway, read from what the gateways keep in Redis. */
@Singleton
class Connections {
  /** Short enough not to hold up Redis' other clients. */
  private static final int KEYS_PER_COMMAND = 500;

  private final RedisCalls redis;
  private final Fleet fleet;
  private final Clock clock;

  @Inject
  Connections(RedisCalls redis, Fleet fleet, Clock clock) {
    this.redis = redis;
    this.fleet = fleet;
    this.clock = clock;
  }

  /** Only what is on the page is read, unless one gateway's are asked for. */
  ConnectionPage page(String gatewayId, int offset, int size) {
    List<UUID> present = present();
    List<AgentConnectionView> items;
    int total;
    if (gatewayId == null) {
      items = read(piece(present, offset, size));
      total = present.size();
    } else {
      List<AgentConnectionView> there =
          read(present).stream().filter(each -> each.gatewayId().equals(gatewayId)).toList();
      items = piece(there, offset, size);
      total = there.size();
    }
    return new ConnectionPage(items, total, gateways());
  }

  ConnectionPage only(UUID agentId) {
    List<AgentConnectionView> items = read(List.of(agentId));
    return new ConnectionPage(items, items.size(), gateways());
  }

  private List<GatewayView> gateways() {
    return fleet.alive().stream().map(GatewayView::of).toList();
  }

  private List<UUID> present() {
    Request members =
        Request.cmd(Command.ZRANGE)
            .arg(RedisNames.AGENTS_PRESENT)
            .arg("(" + clock.millis())
            .arg("+inf")
            .arg("BYSCORE");
    List<UUID> present = new ArrayList<>();
    for (Response member : redis.call(members)) {
      Ids.parse(member.toString()).ifPresent(present::add);
    }
    present.sort(null);
    return present;
  }

  private List<AgentConnectionView> read(List<UUID> agents) {
    List<AgentConnectionView> found = new ArrayList<>();
    for (int from = 0; from < agents.size(); from += KEYS_PER_COMMAND) {
      List<UUID> some = piece(agents, from, KEYS_PER_COMMAND);
      Request keys = Request.cmd(Command.MGET);
      some.forEach(agent -> keys.arg(RedisNames.presence(agent)));
      Response values = redis.call(keys);
      for (int i = 0; i < some.size(); i++) {
        Response value = values.get(i);
        if (value != null) {
          found.add(AgentConnectionView.of(some.get(i), AgentPresence.parse(value.toString())));
        }
      }
    }
    return found;
  }

  private static <T> List<T> piece(List<T> all, int offset, int size) {
    int from = Math.min(offset, all.size());
    return all.subList(from, Math.min(from + size, all.size()));
  }
}
