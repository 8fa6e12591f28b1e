package dev.muster.gateway.agent;

import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.upstream.Farewells;
import dev.muster.kit.redis.CommandPipeline;
import dev.muster.kit.redis.PipelineLimits;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.kit.stream.StreamTail;
import dev.muster.kit.stream.Streams;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jboss.logging.Logger;

/**
 * The commands for the agents connected here. The stream is this process's alone: it is trimmed as
 * it is read, and its key ends soon after the process.
 */
@Singleton
class OwnStream {
  private static final Logger LOG = Logger.getLogger(OwnStream.class);
  private static final long LIFE_MS = Duration.ofMinutes(10).toMillis();

  private final AgentConnections connections;
  private final Farewells farewells;
  private final GatewayMetrics metrics;
  private final Streams streams;
  private final CommandPipeline housekeeping;
  private final Clock clock;
  private final String gatewayId;
  private final String name;
  private StreamTail tail;
  private volatile String lastRead;

  @Inject
  OwnStream(
      AgentConnections connections,
      Farewells farewells,
      GatewayMetrics metrics,
      Streams streams,
      Redis redis,
      MeterRegistry registry,
      Clock clock,
      GatewayId id) {
    this.connections = connections;
    this.farewells = farewells;
    this.metrics = metrics;
    this.streams = streams;
    this.housekeeping =
        new CommandPipeline(
            redis,
            new PipelineLimits(10, 10_000, Duration.ofSeconds(5)),
            registry,
            "muster.gateway.own.stream");
    this.clock = clock;
    this.gatewayId = id.toString();
    this.name = RedisNames.gateway(gatewayId);
  }

  @Startup
  void start() {
    tail = streams.tail(name).handler(this::take).start();
  }

  /** To be called now and then. */
  void renew() {
    String read = lastRead;
    if (read != null) {
      var unusedTrim =
          housekeeping.submit(
              Request.cmd(Command.XTRIM).arg(name).arg("MINID").arg("~").arg(read), 64);
    }
    var unusedKeep = housekeeping.submit(Request.cmd(Command.PEXPIRE).arg(name).arg(LIFE_MS), 64);
  }

  /** Once no agent is connected any more. */
  void stop() {
    tail.close();
    var unused = housekeeping.submit(Request.cmd(Command.DEL).arg(name), 64);
  }

  private void take(List<StreamEntry> entries) {
    for (StreamEntry entry : entries) {
      try {
        deliver(GatewayEntry.of(entry.fields()));
      } catch (IllegalArgumentException e) {
        metrics.dropped("bad_entry");
        LOG.warnf("%s: entry %s can't be read: %s", name, entry.id(), e.getMessage());
      }
      lastRead = entry.id();
    }
  }

  private void deliver(GatewayEntry command) {
    Optional<AgentConnection> connection = connections.current(command.agentId());
    if (connection.isPresent()) {
      connection.get().run(session -> session.command(command));
    } else {
      metrics.undeliverable();
      Undeliverable.of(command, gatewayId, command.sessionId(), clock.millis())
          .ifPresent(farewells::add);
    }
  }
}
