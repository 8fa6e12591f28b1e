package dev.muster.gateway.agent;

import dev.muster.event.AckBatch;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayId;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** Task-service's receipts, on their way to the agents that are connected here. */
@Singleton
class Receipts {
  private final AgentConnections connections;
  private final Channels channels;
  private final String channel;
  private ChannelSubscription subscription;

  @Inject
  Receipts(AgentConnections connections, Channels channels, GatewayId id) {
    this.connections = connections;
    this.channels = channels;
    this.channel = RedisNames.gatewayAcks(id.toString());
  }

  @Startup
  void start() {
    subscription =
        channels
            .subscription("gateway acks")
            .channels(channel)
            .handler((from, message) -> take(AckBatch.parse(message)))
            .start();
  }

  @Shutdown
  void stop() {
    subscription.close();
  }

  private void take(AckBatch batch) {
    for (AckBatch.Item item : batch.acks()) {
      connections
          .current(item.agentId())
          .ifPresent(each -> each.run(session -> session.receipt(item.ack())));
    }
  }
}
