package dev.muster.gateway.presence;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts that remove a presence only if it is the given session's. */
final class RemoveOwn {
  private static final String KEY = read("remove_own.lua");
  private static final String MEMBER = read("remove_own_score.lua");

  private RemoveOwn() {}

  static Request key(String key, String sessionId) {
    return Request.cmd(Command.EVAL).arg(KEY).arg(1).arg(key).arg(sessionId);
  }

  static Request member(String set, String member, long score) {
    return Request.cmd(Command.EVAL).arg(MEMBER).arg(1).arg(set).arg(member).arg(score);
  }

  private static String read(String file) {
    try (InputStream in = RemoveOwn.class.getResourceAsStream(file)) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
