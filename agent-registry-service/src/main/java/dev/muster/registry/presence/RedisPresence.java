package dev.muster.registry.presence;

import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import dev.muster.kit.redis.RedisSession;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** What gateways write: keys, read by MGETs that are sent together, and the set of them all. */
@ApplicationScoped
class RedisPresence implements PresenceSource, OnlineSource {
  /** Short enough not to hold up Redis' other clients. */
  private static final int KEYS_PER_COMMAND = 500;

  private final Redis redis;
  private final PresenceConfig config;
  private RedisSession current;

  RedisPresence(Redis redis, PresenceConfig config) {
    this.redis = redis;
    this.config = config;
  }

  @Override
  public Map<UUID, String> read(List<UUID> agents) {
    List<List<UUID>> pieces = pieces(agents);
    List<Response> answers =
        session().callAll(pieces.stream().map(RedisPresence::mget).toList(), config.timeout());
    Map<UUID, String> present = HashMap.newHashMap(agents.size());
    for (int i = 0; i < pieces.size(); i++) {
      collect(pieces.get(i), answers.get(i), present);
    }
    return present;
  }

  @Override
  public Set<UUID> connected(Instant now) {
    Response members =
        session()
            .call(
                Request.cmd(Command.ZRANGE)
                    .arg(RedisNames.AGENTS_PRESENT)
                    .arg("(" + now.toEpochMilli())
                    .arg("+inf")
                    .arg("BYSCORE"),
                config.timeout());
    Set<UUID> connected = HashSet.newHashSet(members.size());
    for (Response member : members) {
      Ids.parse(member.toString()).ifPresent(connected::add);
    }
    return connected;
  }

  @PreDestroy
  synchronized void close() {
    if (current != null) {
      current.close();
    }
  }

  private synchronized RedisSession session() {
    if (current == null || !current.isOpen()) {
      current = RedisSession.open(redis, config.timeout());
    }
    return current;
  }

  private static Request mget(List<UUID> agents) {
    Request request = Request.cmd(Command.MGET);
    agents.forEach(id -> request.arg(RedisNames.presence(id)));
    return request;
  }

  private static void collect(List<UUID> agents, Response values, Map<UUID, String> present) {
    for (int i = 0; i < agents.size(); i++) {
      Response value = values.get(i);
      if (value != null) {
        present.put(agents.get(i), value.toString());
      }
    }
  }

  private static List<List<UUID>> pieces(List<UUID> agents) {
    List<List<UUID>> pieces = new ArrayList<>();
    for (int from = 0; from < agents.size(); from += KEYS_PER_COMMAND) {
      pieces.add(agents.subList(from, Math.min(agents.size(), from + KEYS_PER_COMMAND)));
    }
    return pieces;
  }
}
