package dev.muster.gateway.agent;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.presence.Presences;
import dev.muster.gateway.upstream.Farewells;
import dev.muster.kit.stream.StreamPublisher;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;

/** What every agent's connection needs of the rest of the gateway. */
@Singleton
record AgentWorld(
    SessionOpener opener,
    Notices notices,
    TokenFetcher tokens,
    StreamPublisher publisher,
    Farewells farewells,
    Presences presences,
    DeadLetters deadLetters,
    GatewayConfig config,
    GatewayMetrics metrics) {
  @Inject
  AgentWorld {}
}
