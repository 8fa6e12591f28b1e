package dev.muster.gateway.presence;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The script that removes a presence only if it is the given session's. */
final class RemoveOwn {
  private static final String TEXT = read();

  private RemoveOwn() {}

  static Request request(String key, String sessionId) {
    return Request.cmd(Command.EVAL).arg(TEXT).arg(1).arg(key).arg(sessionId);
  }

  private static String read() {
    try (InputStream in = RemoveOwn.class.getResourceAsStream("remove_own.lua")) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
