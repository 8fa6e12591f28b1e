package dev.muster.gateway.fleet;

import io.vertx.redis.client.Command;
import io.vertx.redis.client.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What Redis does as one for the gateways. Its file says what it takes and answers. */
enum FleetScript {
  ANNOUNCE("announce.lua"),
  CLAIM_DEAD("claim_dead.lua"),
  CLEAR_PRESENCE("clear_presence.lua");

  private final String text;

  FleetScript(String file) {
    try (InputStream in = FleetScript.class.getResourceAsStream(file)) {
      text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Request on(List<String> keys, Object... arguments) {
    Request request = Request.cmd(Command.EVAL).arg(text).arg(keys.size());
    keys.forEach(request::arg);
    for (Object argument : arguments) {
      request.arg(argument.toString());
    }
    return request;
  }
}
