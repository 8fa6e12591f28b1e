package dev.muster.kit.redis;

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
import java.util.HexFormat;
import java.util.List;

/** An operation that Redis runs as one. Its file says what it takes and answers. */
public final class LuaScript {
  private final String text;
  private final String hash;

  /**
   * @param owner the file is beside it
   */
  public LuaScript(Class<?> owner, String file) {
    try (InputStream in = owner.getResourceAsStream(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    hash = sha1(text);
  }

  /** A request with the whole script, that needs nothing of Redis. */
  public Request on(List<String> keys, Object... arguments) {
    return request(Command.EVAL, text, keys, arguments);
  }

  /** By its hash, for what is asked often; whole when Redis doesn't know it (yet). */
  public Future<Response> send(RedisSession session, List<String> keys, Object... arguments) {
    return session
        .send(request(Command.EVALSHA, hash, keys, arguments))
        .recover(
            failure ->
                isUnknown(RedisSession.explained(failure))
                    ? session.send(on(keys, arguments))
                    : Future.failedFuture(failure));
  }

  /** As {@link #send}, waiting; errors as in {@link RedisSession#call}. */
  public Response call(
      RedisSession session, Duration within, List<String> keys, Object... arguments) {
    try {
      return session.call(request(Command.EVALSHA, hash, keys, arguments), within);
    } catch (RedisRefusedException e) {
      if (!isUnknown(e)) {
        throw e;
      }
      return session.call(on(keys, arguments), within);
    }
  }

  private static Request request(
      Command command, String script, List<String> keys, Object... arguments) {
    Request request = Request.cmd(command).arg(script).arg(keys.size());
    keys.forEach(request::arg);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return request;
  }

  private static boolean isUnknown(Throwable failure) {
    return failure instanceof RedisRefusedException refused && refused.is("NOSCRIPT");
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
