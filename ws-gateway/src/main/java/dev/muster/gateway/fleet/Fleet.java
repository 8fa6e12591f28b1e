package dev.muster.gateway.fleet;

import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import dev.muster.kit.redis.LuaScript;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * All gateways that live, as each announces itself in Redis. Blocks: for virtual threads. Throws
 * {@link dev.muster.kit.redis.RedisLostException} when Redis is away.
 */
@Singleton
public class Fleet {
  private static final LuaScript ANNOUNCE = new LuaScript(Fleet.class, "announce.lua");
  private static final LuaScript CLAIM_DEAD = new LuaScript(Fleet.class, "claim_dead.lua");
  private static final LuaScript CLEAR_PRESENCE = new LuaScript(Fleet.class, "clear_presence.lua");
  private static final String GATEWAYS = "gateways";
  private static final String PREFIX = "gateways.";
  private static final int DEAD_AT_ONCE = 10;

  /** Short enough not to hold up Redis' other clients. */
  private static final int AGENTS_AT_ONCE = 500;

  private static final Duration TO_CLEAR = Duration.ofSeconds(10);

  private final RedisCalls redis;

  @Inject
  public Fleet(RedisCalls redis) {
    this.redis = redis;
  }

  /** Whether the announcement before it still held. */
  boolean announce(Announcement own, Duration life) {
    return redis
            .call(
                ANNOUNCE.on(
                    List.of(GATEWAYS, PREFIX + own.id()), own.id(), own.toJson(), life.toMillis()))
            .toInteger()
        == 1;
  }

  void withdraw(String id) {
    var unused = redis.callAll(List.of(Request.cmd(Command.DEL).arg(PREFIX + id), forget(id)));
  }

  /** Those that died and that the caller is to clear up after, as nobody else does. */
  List<String> claimDead() {
    List<String> dead = new ArrayList<>();
    for (Response id :
        redis.call(CLAIM_DEAD.on(List.of(GATEWAYS), TO_CLEAR.toMillis(), DEAD_AT_ONCE))) {
      dead.add(id.toString());
    }
    return dead;
  }

  /**
   * Its agents aren't present any more, but those that have connected elsewhere. Answers how many.
   */
  int clear(String deadId) {
    List<UUID> present = new ArrayList<>();
    Request all = Request.cmd(Command.ZRANGE).arg(RedisNames.AGENTS_PRESENT).arg(0).arg(-1);
    for (Response id : redis.call(all)) {
      Ids.parse(id.toString()).ifPresent(present::add);
    }
    int cleared = 0;
    for (int from = 0; from < present.size(); from += AGENTS_AT_ONCE) {
      List<UUID> some = present.subList(from, Math.min(present.size(), from + AGENTS_AT_ONCE));
      cleared += redis.call(clearing(deadId, some)).toInteger();
    }
    var unused = redis.call(forget(deadId));
    return cleared;
  }

  /** By id. */
  public List<Announcement> alive() {
    List<String> ids = new ArrayList<>();
    for (Response id : redis.call(Request.cmd(Command.ZRANGE).arg(GATEWAYS).arg(0).arg(-1))) {
      ids.add(id.toString());
    }
    if (ids.isEmpty()) {
      return List.of();
    }
    Request announcements = Request.cmd(Command.MGET);
    ids.stream().sorted().forEach(id -> announcements.arg(PREFIX + id));
    List<Announcement> alive = new ArrayList<>();
    for (Response text : redis.call(announcements)) {
      Optional.ofNullable(text)
          .flatMap(each -> Announcement.parse(each.toString()))
          .ifPresent(alive::add);
    }
    return alive;
  }

  private static Request clearing(String deadId, List<UUID> agents) {
    List<String> keys = new ArrayList<>();
    List<Object> arguments = new ArrayList<>();
    keys.add(RedisNames.AGENTS_PRESENT);
    arguments.add(deadId);
    for (UUID agent : agents) {
      keys.add(RedisNames.presence(agent));
      arguments.add(agent);
    }
    return CLEAR_PRESENCE.on(keys, arguments.toArray());
  }

  private static Request forget(String id) {
    return Request.cmd(Command.ZREM).arg(GATEWAYS).arg(id);
  }
}
