package dev.muster.gateway.agent;

import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.token.Revocations;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.CloseReason;
import io.quarkus.runtime.Shutdown;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.UUID;

/** Tells the other gateways which sessions are the newest, and ends those that are no more. */
@Singleton
class Notices {
  private final AgentConnections connections;
  private final AgentTokens tokens;
  private final Banishments banishments;
  private final Standings standings;
  private final ChannelPublisher publisher;
  private final Channels channels;
  private final Revocations revocations;
  private ChannelSubscription subscription;

  @Inject
  Notices(
      AgentConnections connections,
      AgentTokens tokens,
      Banishments banishments,
      Standings standings,
      ChannelPublisher publisher,
      Channels channels,
      Revocations revocations) {
    this.connections = connections;
    this.tokens = tokens;
    this.banishments = banishments;
    this.standings = standings;
    this.publisher = publisher;
    this.channels = channels;
    this.revocations = revocations;
  }

  @Startup
  void start() {
    standings.onBanished(this::banish);
    revocations.onRevoked(this::revoked);
    subscription =
        channels
            .subscription("gateway control")
            .channels(RedisNames.GATEWAY_CONTROL)
            .handler((channel, message) -> take(GatewayNotice.parse(message)))
            .onSubscribed(this::announceAll)
            .start();
  }

  @Shutdown
  void stop() {
    subscription.close();
  }

  /** The connections here are told directly, so that they don't depend on Redis. */
  void connected(UUID agentId, long epoch) {
    seen(agentId, epoch);
    var unused =
        publisher.publish(
            RedisNames.GATEWAY_CONTROL,
            new GatewayNotice(GatewayNotice.Kind.CONNECTED, agentId, epoch, null).toJson());
  }

  private void take(GatewayNotice notice) {
    switch (notice.kind()) {
      case CONNECTED -> {
        seen(notice.agentId(), notice.epoch());
        correct(notice.agentId(), notice.epoch());
      }
      case KICKED -> banish(notice.agentId(), notice.reason());
      case CHANGED -> {
        tokens.forget(notice.agentId());
        standings.changed(notice.agentId());
      }
      case BROADCAST -> broadcast(notice.order());
    }
  }

  /**
   * Somebody takes an older session for the newest: the notice of the one here was missed there, as
   * may happen when Redis comes back to one gateway sooner than to another.
   */
  private void correct(UUID agentId, long epoch) {
    for (AgentConnection each : connections.of(agentId)) {
      if (each.epoch() > epoch) {
        connected(agentId, each.epoch());
      }
    }
  }

  private void broadcast(GatewayNotice.Order order) {
    AgentCommand.Control command = new AgentCommand.Control(order.command(), order.arguments());
    connections.forEach(each -> each.run(session -> session.told(order.namespace(), command)));
  }

  private void seen(UUID agentId, long epoch) {
    connections.of(agentId).forEach(each -> each.run(session -> session.seen(epoch)));
  }

  private void revoked(RevocationNotice notice) {
    if (notice.kind() == RevocationNotice.Kind.AGENT) {
      Ids.parse(notice.id()).ifPresent(agentId -> banish(agentId, null));
    }
  }

  private void banish(UUID agentId, String reason) {
    banishments.banish(agentId);
    tokens.forget(agentId);
    String sentence =
        reason == null || reason.isBlank() ? CloseReason.FORBIDDEN.sentence() : reason;
    connections
        .of(agentId)
        .forEach(each -> each.run(session -> session.close(CloseReason.FORBIDDEN, sentence)));
  }

  /**
   * Notices may have been missed, here or elsewhere: each agent's older session ends now, and what
   * the registry wants of each is asked for.
   */
  private void announceAll() {
    connections.forEach(
        each -> {
          if (each.epoch() > 0) {
            connected(each.agentId(), each.epoch());
          }
        });
    tokens.forgetAll();
    standings.allMayHaveChanged();
  }
}
