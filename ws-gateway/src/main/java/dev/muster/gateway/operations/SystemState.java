package dev.muster.gateway.operations;

import dev.muster.event.RedisNames;
import dev.muster.gateway.fleet.Announcement;
import dev.muster.gateway.fleet.Fleet;
import dev.muster.gateway.fleet.Membership;
import dev.muster.gateway.fleet.RedisCalls;
import dev.muster.kit.redis.LuaScript;
import dev.muster.kit.redis.RedisLostException;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** What an operator looks at first. Answers also while Redis is away. */
@Singleton
class SystemState {
  private static final LuaScript STREAM_STATE =
      new LuaScript(SystemState.class, "stream_state.lua");
  private static final int LAG_LIMIT = 10_000;
  private static final List<String> STREAMS =
      List.of(
          RedisNames.AGENT_RESULTS,
          RedisNames.AGENT_LOGS,
          RedisNames.AGENT_STATUS,
          RedisNames.TASK_EVENTS);

  private final Membership membership;
  private final Fleet fleet;
  private final RedisCalls redis;
  private final String service;

  @Inject
  SystemState(
      Membership membership,
      Fleet fleet,
      RedisCalls redis,
      @ConfigProperty(name = "quarkus.application.name") String service) {
    this.membership = membership;
    this.fleet = fleet;
    this.redis = redis;
    this.service = service;
  }

  SystemView now() {
    try {
      return view(fleet.alive(), streams(), true);
    } catch (RedisLostException e) {
      return view(List.of(membership.own()), List.of(), false);
    }
  }

  private SystemView view(List<Announcement> alive, List<StreamView> streams, boolean reachable) {
    Announcement own = membership.own();
    List<GatewayView> gateways = alive.stream().map(GatewayView::of).toList();
    return new SystemView(
        service,
        own.version(),
        own.id(),
        Instant.ofEpochMilli(own.since()),
        Duration.ofMillis(own.lastSeen() - own.since()).toSeconds(),
        SystemView.Memory.now(),
        reachable,
        SystemView.Sockets.of(gateways),
        gateways,
        streams);
  }

  private List<StreamView> streams() {
    List<Response> states =
        redis.callAll(
            STREAMS.stream().map(name -> STREAM_STATE.on(List.of(name), LAG_LIMIT)).toList());
    List<StreamView> views = new ArrayList<>();
    for (int i = 0; i < STREAMS.size(); i++) {
      views.add(StreamView.of(STREAMS.get(i), states.get(i)));
    }
    return views;
  }
}
