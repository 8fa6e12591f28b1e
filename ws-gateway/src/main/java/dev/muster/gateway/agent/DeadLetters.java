package dev.muster.gateway.agent;

import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayId;
import dev.muster.kit.redis.CommandPipeline;
import dev.muster.kit.redis.PipelineLimits;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/**
 * The commands that were given up, of all gateways together, the last about a thousand. Best
 * effort: each is logged too.
 */
@Singleton
class DeadLetters {
  private static final Logger LOG = Logger.getLogger(DeadLetters.class);
  private static final int KEPT = 1_000;
  private static final PipelineLimits LIMITS =
      new PipelineLimits(1_000, 1L << 20, Duration.ofSeconds(5));

  private final CommandPipeline pipeline;
  private final String gatewayId;

  @Inject
  DeadLetters(Redis redis, MeterRegistry registry, GatewayId gatewayId) {
    this.pipeline = new CommandPipeline(redis, LIMITS, registry, "muster.gateway.dead.letter.log");
    this.gatewayId = gatewayId.toString();
  }

  void add(DeadLetter letter) {
    LOG.warnf(
        "dead letter: %s %s for agent %s after %d sends: %s",
        letter.kind(), letter.messageId(), letter.agentId(), letter.sends(), letter.reason());
    Request request =
        Request.cmd(Command.XADD)
            .arg(RedisNames.GATEWAY_DEAD_LETTERS)
            .arg("MAXLEN")
            .arg("~")
            .arg(KEPT)
            .arg("*");
    int bytes = 64;
    for (Map.Entry<String, String> field : letter.fields(gatewayId).entrySet()) {
      request.arg(field.getKey()).arg(field.getValue());
      bytes += field.getKey().length() + field.getValue().length();
    }
    var unused = pipeline.submit(request, bytes);
  }
}
