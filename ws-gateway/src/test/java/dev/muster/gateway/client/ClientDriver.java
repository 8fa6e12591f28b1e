package dev.muster.gateway.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.peers.ScriptedSocket;
import java.net.URI;
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
