package dev.muster.tasks.feed;

import dev.muster.event.RedisNames;
import dev.muster.kit.redis.RedisRefusedException;
import dev.muster.kit.redis.RedisSession;
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
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;

/** The script {@code publish_events.lua}, by its hash; sent whole when Redis doesn't know it. */
final class PublishEvents {
  private static final String TEXT = read();
  private static final String HASH = sha1(TEXT);
  private static final int EPOCH_LENGTH = 13;

  private final long maxLength;
  private final Duration timeout;

  PublishEvents(long maxLength, Duration timeout) {
    this.maxLength = maxLength;
    this.timeout = timeout;
  }

  /** Waits; whether an epoch began. */
  boolean run(RedisSession session, boolean beginEpoch, List<String> events) {
    String epoch = UUID.randomUUID().toString().substring(0, EPOCH_LENGTH);
    Response answer;
    try {
      answer = session.call(request(Command.EVALSHA, HASH, epoch, beginEpoch, events), timeout);
    } catch (RedisRefusedException e) {
      if (!e.is("NOSCRIPT")) {
        throw e;
      }
      answer = session.call(request(Command.EVAL, TEXT, epoch, beginEpoch, events), timeout);
    }
    return answer.toInteger() == 1;
  }

  private Request request(
      Command command, String script, String epoch, boolean beginEpoch, List<String> events) {
    Request request =
        Request.cmd(command)
            .arg(script)
            .arg(2)
            .arg(RedisNames.TASK_EVENTS)
            .arg(RedisNames.TASK_EVENTS_HEAD)
            .arg(epoch)
            .arg(beginEpoch ? 1 : 0)
            .arg(maxLength);
    events.forEach(request::arg);
    return request;
  }

  private static String read() {
    try (InputStream in = PublishEvents.class.getResourceAsStream("publish_events.lua")) {
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
