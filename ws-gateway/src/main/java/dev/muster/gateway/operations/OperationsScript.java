package dev.muster.gateway.operations;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * Questions about one stream that Redis answers as one. The file says what it takes and answers.
 */
enum OperationsScript {
  DEAD_LETTERS("dead_letters.lua"),
  STREAM_STATE("stream_state.lua");

  private final String text;

  OperationsScript(String file) {
    try (InputStream in = OperationsScript.class.getResourceAsStream(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Request on(String stream, Object... arguments) {
    Request request = Request.cmd(Command.EVAL).arg(text).arg(1).arg(stream);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return request;
  }
}
