package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.socket.CallLimit;
import dev.muster.internal.TokenOffer;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.kit.thread.Apart;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Has agent-registry-service make the new token of a rotation. */
@Singleton
class TokenFetcher {
  private static final Logger LOG = Logger.getLogger(TokenFetcher.class);

  private final InternalClient client;
  private final CallLimit limit;

  @Inject
  TokenFetcher(InternalClient client, GatewayConfig config) {
    this.client = client;
    this.limit = new CallLimit(config.concurrentCalls(), config.openTimeout());
  }

  /**
   * Returns at once; one of the two is called later, on another thread, or neither when the
   * rotation doesn't wait any more.
   */
  void fetch(UUID agentId, Consumer<TokenOffer> offered, Runnable failed) {
    Apart.run(
        () -> {
          try {
            offered.accept(
                limit.call(
                    () ->
                        client.post(
                            Peer.REGISTRY,
                            "/internal/agents/" + agentId + "/rotation",
                            Map.of(),
                            TokenOffer.class)));
          } catch (ContractException e) {
            LOG.infof("no new token for agent %s: %s", agentId, e.getMessage());
            if (e.code() != ErrorCode.CONFLICT && e.code() != ErrorCode.NOT_FOUND) {
              failed.run();
            }
          }
        });
  }
}
