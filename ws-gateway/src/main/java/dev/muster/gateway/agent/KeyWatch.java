package dev.muster.gateway.agent;

import dev.muster.event.RevocationNotice;
import dev.muster.kit.token.Revocations;
import dev.muster.wire.CloseReason;
import io.quarkus.runtime.Startup;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Clock;

/**
 * Ends the connections of agents that came with an API key when the key is revoked or has expired,
 * or something changed about its owner: who may still come in, comes again.
 */
@Singleton
class KeyWatch {
  private final AgentConnections connections;
  private final Revocations revocations;
  private final Clock clock;

  @Inject
  KeyWatch(AgentConnections connections, Revocations revocations, Clock clock) {
    this.connections = connections;
    this.revocations = revocations;
    this.clock = clock;
  }

  @Startup
  void start() {
    revocations.onRevoked(this::revoked);
  }

  boolean isOver(AgentConnection connection) {
    return connection.key().filter(key -> !key.isStillGood(clock.instant())).isPresent();
  }

  /** To be called now and then. */
  void sweep() {
    connections.forEachWithKey(
        each -> {
          if (isOver(each)) {
            end(each);
          }
        });
  }

  private void revoked(RevocationNotice notice) {
    connections.forEachWithKey(
        each -> each.key().filter(key -> key.isAbout(notice)).ifPresent(key -> end(each)));
  }

  private static void end(AgentConnection connection) {
    connection.run(session -> session.close(CloseReason.REAUTHENTICATE));
  }
}
