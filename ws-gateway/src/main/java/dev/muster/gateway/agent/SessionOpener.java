package dev.muster.gateway.agent;

import dev.muster.error.ContractException;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.socket.CallLimit;
import dev.muster.internal.SessionOpen;
import dev.muster.internal.SessionOpened;
import dev.muster.kit.internal.InternalClient;
import dev.muster.kit.internal.Peer;
import dev.muster.kit.thread.Apart;
import dev.muster.wire.CloseReason;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Consumer;
import org.jboss.logging.Logger;

/** Makes sessions durable at task-service, trying for a while when it is away. */
@Singleton
class SessionOpener {
  private static final Logger LOG = Logger.getLogger(SessionOpener.class);
  private static final long FIRST_PAUSE_MS = 100;
  private static final long LONGEST_PAUSE_MS = 1_000;

  private final InternalClient client;
  private final CallLimit limit;
  private final Duration within;

  @Inject
  SessionOpener(InternalClient client, GatewayConfig config) {
    this.client = client;
    this.within = config.openTimeout();
    this.limit = new CallLimit(config.concurrentCalls(), within);
  }

  /** Returns at once; one of the two is called later, on another thread. */
  void open(
      UUID agentId,
      SessionOpen request,
      Consumer<SessionOpened> opened,
      Consumer<CloseReason> refused) {
    Apart.run(() -> keepTrying(agentId, request, opened, refused));
  }

  private void keepTrying(
      UUID agentId,
      SessionOpen request,
      Consumer<SessionOpened> opened,
      Consumer<CloseReason> refused) {
    long until = System.nanoTime() + within.toNanos();
    long pause = FIRST_PAUSE_MS;
    while (true) {
      try {
        opened.accept(
            limit.call(
                () ->
                    client.post(
                        Peer.TASK,
                        "/internal/agents/" + agentId + "/sessions",
                        request,
                        SessionOpened.class)));
        return;
      } catch (ContractException e) {
        if (isFinal(e) || System.nanoTime() + pause * 1_000_000 > until) {
          LOG.warnf("no session for agent %s: %s", agentId, e.getMessage());
          refused.accept(reason(e));
          return;
        }
      } catch (RuntimeException e) {
        LOG.errorf(e, "no session for agent %s", agentId);
        refused.accept(CloseReason.TRY_LATER);
        return;
      }
      try {
        Thread.sleep(pause);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        return;
      }
      pause = Math.min(LONGEST_PAUSE_MS, 2 * pause);
    }
  }

  private static boolean isFinal(ContractException e) {
    return switch (e.code()) {
      case RATE_LIMITED, SERVER_ERROR, BAD_GATEWAY, UNAVAILABLE, GATEWAY_TIMEOUT -> false;
      default -> true;
    };
  }

  private static CloseReason reason(ContractException e) {
    return switch (e.code()) {
      case FORBIDDEN, NOT_FOUND -> CloseReason.FORBIDDEN;
      default -> CloseReason.TRY_LATER;
    };
  }
}
