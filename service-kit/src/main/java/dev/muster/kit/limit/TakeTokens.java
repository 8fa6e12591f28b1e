package dev.muster.kit.limit;

import dev.muster.kit.redis.RedisRefusedException;
import dev.muster.kit.redis.RedisSession;
import io.vertx.core.Future;
import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import io.vertx.redis.client.Response;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.concurrent.TimeUnit;

/** The script {@code take_tokens.lua}, by its hash; sent whole when Redis doesn't know it (yet). */
final class TakeTokens {
  private static final String TEXT = read();
  private static final String HASH = sha1(TEXT);

  private TakeTokens() {}

  static Future<SharedBuckets.Taken> send(
      RedisSession session, String bucket, Quota quota, long wanted) {
    return session
        .send(request(Command.EVALSHA, HASH, bucket, quota, wanted))
        .recover(
            failure ->
                isUnknown(failure)
                    ? session.send(request(Command.EVAL, TEXT, bucket, quota, wanted))
                    : Future.failedFuture(failure))
        .map(TakeTokens::taken);
  }

  private static Request request(
      Command command, String script, String bucket, Quota quota, long wanted) {
    return Request.cmd(command)
        .arg(script)
        .arg(1)
        .arg(bucket)
        .arg(quota.tokens())
        .arg(TimeUnit.NANOSECONDS.toMicros(quota.window().toNanos()))
        .arg(wanted);
  }

  private static boolean isUnknown(Throwable failure) {
    return RedisSession.explained(failure) instanceof RedisRefusedException refused
        && refused.is("NOSCRIPT");
  }

  private static SharedBuckets.Taken taken(Response answer) {
    Duration untilNext = Duration.of(answer.get(2).toLong(), ChronoUnit.MICROS);
    return new SharedBuckets.Taken(answer.get(0).toLong(), answer.get(1).toLong(), untilNext);
  }

  private static String read() {
    try (InputStream in = TakeTokens.class.getResourceAsStream("take_tokens.lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String sha1(String text) {
    try {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(bytes));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-1", e);
    }
  }
}
