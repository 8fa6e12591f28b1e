package dev.muster.kit.stream;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** An operation that Redis runs as one, on one stream. Its file says what it takes and answers. */
enum Script {
  BACKLOG("backlog.lua"),
  FORGET_CONSUMERS("forget_consumers.lua");

  private final String text;

  Script(String file) {
    try (InputStream in = Script.class.getResourceAsStream(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Request on(String stream, List<String> arguments) {
    Request request = Request.cmd(Command.EVAL).arg(text).arg(1).arg(stream);
    arguments.forEach(request::arg);
    return request;
  }
}
