package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.ScriptedSocket;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A client over a real socket that does only what a test says. */
record ClientDriver(ScriptedSocket socket) implements AutoCloseable {

  static String url(URI base, String query) {
    return "ws://" + base.getHost() + ":" + base.getPort() + "/ws" + query;
  }

  static ClientDriver withHeader(URI base, String token) {
    return new ClientDriver(
        ScriptedSocket.open(url(base, ""), Map.of("Authorization", "Bearer " + token)));
  }

  static ClientDriver with(URI base, Map<String, String> headers) {
    return new ClientDriver(ScriptedSocket.open(url(base, ""), headers));
  }

  static ClientDriver withProtocol(URI base, String token) {
    return new ClientDriver(ScriptedSocket.open(url(base, ""), Map.of(), "bearer", token));
  }

  static ClientDriver withQuery(URI base, String query) {
    return new ClientDriver(ScriptedSocket.open(url(base, query), Map.of()));
  }

  void say(String id, String type, String payload) {
    socket.say(
        "{\"id\":\"%s\",\"type\":\"%s\",\"ts\":1,\"payload\":%s}".formatted(id, type, payload));
  }

  /** Tokens are refused until the list of revocations was read once after the start. */
  static void awaitWelcome(URI base, String token) {
    var unused =
        RedisProbe.await(
            () -> {
              try (ClientDriver client = withHeader(base, token)) {
                return client.next().path("type").asText();
              }
            },
            "auth/ok"::equals);
  }

  JsonNode next() {
    JsonNode frame = socket.next(Duration.ofSeconds(10));
    if (frame == null) {
      throw new AssertionError("nothing heard");
    }
    return frame;
  }

  JsonNode hearPercent(int percent) {
    return socket.hear(frame -> frame.path("payload").path("percent").asInt(-1) == percent);
  }

  /** Of the next so many events that have one. */
  List<Integer> percents(int count) {
    List<Integer> percents = new ArrayList<>();
    while (percents.size() < count) {
      percents.add(
          socket
              .hear(frame -> frame.path("payload").has("percent"))
              .path("payload")
              .path("percent")
              .asInt());
    }
    return percents;
  }

  JsonNode hear(String type) {
    return socket.hear(frame -> frame.path("type").asText().equals(type));
  }

  JsonNode hearReplyTo(String id) {
    return socket.hear(frame -> frame.path("reply_to").asText().equals(id));
  }

  @Override
  public void close() {
    socket.close();
  }
}
