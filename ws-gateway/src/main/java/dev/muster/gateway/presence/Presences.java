package dev.muster.gateway.presence;

import dev.muster.event.AgentPresence;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayConfig;
import dev.muster.kit.redis.CommandPipeline;
import dev.muster.kit.redis.LuaScript;
import dev.muster.kit.redis.PipelineLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Who is connected here, as everybody can see it. Best effort: a write that fails is made up for by
 * the next heartbeat, a removal that fails by the key's end.
 */
@Singleton
public final class Presences {
  private static final LuaScript REMOVE_OWN = new LuaScript(Presences.class, "remove_own.lua");
  private static final LuaScript REMOVE_OWN_SCORE =
      new LuaScript(Presences.class, "remove_own_score.lua");
  private static final int QUEUE_COMMANDS = 40_000;
  private static final long QUEUE_BYTES = 32L << 20;
  private static final Duration TIMEOUT = Duration.ofSeconds(5);

  private final CommandPipeline pipeline;
  private final long lifeMs;

  @Inject
  public Presences(Redis redis, GatewayConfig config, MeterRegistry registry) {
    this.pipeline =
        new CommandPipeline(
            redis,
            new PipelineLimits(QUEUE_COMMANDS, QUEUE_BYTES, TIMEOUT),
            registry,
            "muster.gateway.presence");
    this.lifeMs = config.heartbeatTimeout().toMillis();
  }

  /** Whether Redis has answered to all so far. */
  public boolean isIdle() {
    return pipeline.isIdle();
  }

  public void write(UUID agentId, AgentPresence presence) {
    String text = presence.toJson();
    var unused =
        pipeline.submit(
            Request.cmd(Command.SET)
                .arg(RedisNames.presence(agentId))
                .arg(text)
                .arg("PX")
                .arg(lifeMs),
            128 + text.length());
    var unusedToo =
        pipeline.submit(
            Request.cmd(Command.ZADD)
                .arg(RedisNames.AGENTS_PRESENT)
                .arg(presence.lastHeartbeat() + lifeMs)
                .arg(agentId.toString()),
            128);
  }

  /**
   * Leaves another session's presence alone.
   *
   * @param lastHeartbeat of the presence that was written last
   */
  public void remove(UUID agentId, String sessionId, long lastHeartbeat) {
    var unused =
        pipeline.submit(REMOVE_OWN.on(List.of(RedisNames.presence(agentId)), sessionId), 1_024);
    var unusedToo =
        pipeline.submit(
            REMOVE_OWN_SCORE.on(
                List.of(RedisNames.AGENTS_PRESENT), agentId, lastHeartbeat + lifeMs),
            1_024);
  }

  /** Takes those out of the common set whose time has long been over. To be called now and then. */
  public void sweep(long now) {
    var unused =
        pipeline.submit(
            Request.cmd(Command.ZREMRANGEBYSCORE)
                .arg(RedisNames.AGENTS_PRESENT)
                .arg("-inf")
                .arg(now - lifeMs),
            128);
  }
}
