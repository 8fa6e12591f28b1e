package dev.muster.gateway.operations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.error.ContractException;
import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.fleet.RedisCalls;
import dev.muster.kit.audit.AuditEvent;
import dev.muster.kit.audit.SentAudit;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.util.Set;

/** Orders to all agents that are connected now; one that connects later doesn't hear of it. */
@Singleton
class Broadcasts {
  private static final int LARGEST = 8_192;
  private static final long SHORTEST_MS = 1_000;
  private static final Set<String> LEVELS = Set.of("error", "warn", "info", "debug");

  private final RedisCalls redis;
  private final SentAudit audit;
  private final long longestMs;

  @Inject
  Broadcasts(RedisCalls redis, SentAudit audit, GatewayConfig config) {
    this.redis = redis;
    this.audit = audit;
    // Two heartbeats may be lost before an agent counts as silent.
    this.longestMs = Math.max(SHORTEST_MS, config.heartbeatTimeout().toMillis() / 2);
  }

  /** Answers how many gateways were told. */
  int send(Broadcast wanted) {
    check(wanted.arguments());
    AuditEvent event =
        AuditEvent.of("gateway.broadcast")
            .with("command", wanted.command())
            .with("arguments", wanted.arguments());
    audit.record(wanted.namespace() == null ? event : event.on("namespace", wanted.namespace()));
    GatewayNotice notice =
        GatewayNotice.of(
            new GatewayNotice.Order(wanted.command(), wanted.arguments(), wanted.namespace()));
    return redis
        .call(Request.cmd(Command.PUBLISH).arg(RedisNames.GATEWAY_CONTROL).arg(notice.toJson()))
        .toInteger();
  }

  private void check(ObjectNode arguments) {
    if (arguments.toString().getBytes(StandardCharsets.UTF_8).length > LARGEST) {
      throw ContractException.badParameter("arguments", "must be at most " + LARGEST + " bytes");
    }
    JsonNode interval = arguments.path("heartbeat_interval_ms");
    if (!interval.isMissingNode()
        && !(interval.isInt()
            && interval.intValue() >= SHORTEST_MS
            && interval.intValue() <= longestMs)) {
      throw ContractException.badParameter(
          "arguments.heartbeat_interval_ms",
          "must be a number from " + SHORTEST_MS + " to " + longestMs);
    }
    JsonNode level = arguments.path("log_level");
    if (!level.isMissingNode() && !LEVELS.contains(level.asText())) {
      throw ContractException.badParameter(
          "arguments.log_level", "must be error, warn, info or debug");
    }
  }
}
