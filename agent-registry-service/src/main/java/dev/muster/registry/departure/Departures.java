package dev.muster.registry.departure;

import dev.muster.event.GatewayNotice;
import dev.muster.event.RedisNames;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.channel.ChannelMessage;
import dev.muster.kit.channel.ChannelPublisher;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Tells the other services that an agent's identity ended or changed, so that its socket closes or
 * its gateway asks anew at once. Call it after the commit; it doesn't block.
 *
 * <p>Best effort: while Redis is away a notice is repeated for half a minute, then given up. No
 * access hangs on it: the agent can't connect again, because authentication asks PostgreSQL.
 */
@ApplicationScoped
public class Departures {
  /** No access token lives longer. */
  private static final Duration LONGEST_TOKEN = Duration.ofHours(1);

  private static final int TRIES = 16;
  private static final Logger LOG = Logger.getLogger(Departures.class);

  private final ChannelPublisher channels;
  private final Executor later = CompletableFuture.delayedExecutor(2, TimeUnit.SECONDS);

  Departures(ChannelPublisher channels) {
    this.channels = channels;
  }

  public void deleted(UUID agent, Instant at) {
    RevocationNotice notice =
        new RevocationNotice(
            RevocationNotice.Kind.AGENT,
            agent.toString(),
            at.getEpochSecond(),
            at.plus(LONGEST_TOKEN).getEpochSecond());
    tell(
        List.of(
            new ChannelMessage(RedisNames.IDENTITY_REVOKED, notice.toJson()),
            kick(agent, "the agent was deleted")),
        TRIES);
  }

  public void tokenReplaced(UUID agent) {
    thrownOut(agent, "the agent's token was replaced");
  }

  /** Its socket is closed, and what was remembered of it is forgotten. The stage never fails. */
  public CompletionStage<Void> thrownOut(UUID agent, String reason) {
    return tell(List.of(kick(agent, reason)), TRIES);
  }

  /** Its gateway looks at it anew. */
  public void changed(UUID agent) {
    tell(
        List.of(
            new ChannelMessage(
                RedisNames.GATEWAY_CONTROL,
                new GatewayNotice(GatewayNotice.Kind.CHANGED, agent, 0, null).toJson())),
        TRIES);
  }

  private static ChannelMessage kick(UUID agent, String reason) {
    return new ChannelMessage(
        RedisNames.GATEWAY_CONTROL,
        new GatewayNotice(GatewayNotice.Kind.KICKED, agent, 0, reason).toJson());
  }

  private CompletionStage<Void> tell(List<ChannelMessage> messages, int tries) {
    return channels
        .publishAll(messages)
        .exceptionallyCompose(failure -> again(messages, tries - 1, failure));
  }

  private CompletionStage<Void> again(List<ChannelMessage> messages, int tries, Throwable failure) {
    if (tries == 0) {
      LOG.warnf("not told the gateways: %s: %s", messages, failure.toString());
      return CompletableFuture.completedStage(null);
    }
    return CompletableFuture.runAsync(() -> {}, later).thenCompose(now -> tell(messages, tries));
  }
}
