package dev.muster.kit.limit;

import dev.muster.kit.redis.LuaScript;
import dev.muster.kit.redis.RedisSession;
import io.vertx.core.Future;
import io.vertx.redis.client.Response;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Takes tokens out of a bucket. */
final class TakeTokens {
  private static final LuaScript SCRIPT = new LuaScript(TakeTokens.class, "take_tokens.lua");

  private TakeTokens() {}

  static Future<SharedBuckets.Taken> send(
      RedisSession session, String bucket, Quota quota, long wanted) {
    long windowMicros = TimeUnit.NANOSECONDS.toMicros(quota.window().toNanos());
    return SCRIPT
        .send(session, List.of(bucket), quota.tokens(), windowMicros, wanted)
        .map(TakeTokens::taken);
  }

  private static SharedBuckets.Taken taken(Response answer) {
    Duration untilNext = Duration.of(answer.get(2).toLong(), ChronoUnit.MICROS);
    return new SharedBuckets.Taken(answer.get(0).toLong(), answer.get(1).toLong(), untilNext);
  }
}
