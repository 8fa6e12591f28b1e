package dev.muster.registry.presence;

import dev.muster.event.RedisNames;
import dev.muster.kit.redis.RedisSession;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** The keys that gateways write, read by MGETs that are sent together. */
@ApplicationScoped
class RedisPresence implements PresenceSource {
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
