package dev.muster.kit.apikey;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RedisNames;
import dev.muster.kit.redis.RedisSession;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Redis;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which nonces were used, by anybody at any replica of any service. Without Redis nobody knows, and
 * nothing else stands in for it: a memory of one's own would let a request through once per
 * replica.
 */
@Singleton
class Nonces {
  private static final Duration RETRY_AFTER = Duration.ofSeconds(2);

  /** Beyond the skew, for replicas whose clocks differ. */
  private static final Duration MARGIN = Duration.ofMinutes(1);

  private final Redis redis;
  private final Duration timeout;
  private final Duration kept;

  @Inject
  Nonces(Redis redis, SignatureConfig config) {
    this.redis = redis;
    this.timeout = config.nonceTimeout();
    this.kept = config.skew().multipliedBy(2).plus(MARGIN);
  }

  /** Whether nobody had used it before. Blocks; throws 5003 while Redis is away. */
  boolean isNew(UUID key, String nonce) {
    Request remember =
        Request.cmd(Command.SET)
            .arg(RedisNames.nonce(key, nonce))
            .arg("")
            .arg("NX")
            .arg("PX")
            .arg(kept.toMillis());
    try {
      Response set =
          redis
              .send(remember)
              .toCompletionStage()
              .toCompletableFuture()
              .get(timeout.toMillis(), TimeUnit.MILLISECONDS);
      return set != null;
    } catch (ExecutionException e) {
      throw away(RedisSession.explained(e.getCause()));
    } catch (TimeoutException e) {
      throw away(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw away(e);
    }
  }

  private static ContractException away(Exception cause) {
    return ContractException.retryLater(
        ErrorCode.UNAVAILABLE, "nonces can't be checked now", RETRY_AFTER, cause);
  }
}
