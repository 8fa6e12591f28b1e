package dev.muster.gateway.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Predicate;

/** An agent over a real socket that does only what a test says. */
final class AgentDriver implements AutoCloseable {
  static final String TOKEN = "agent-secret";

  final UUID id;
  final ScriptedSocket socket;

  private AgentDriver(UUID id, ScriptedSocket socket) {
    this.id = id;
    this.socket = socket;
  }

  static AgentDriver connect(URI base) {
    return connect(base, StandIns.agent(TOKEN), true);
  }

  static AgentDriver connect(URI base, UUID id, boolean reads) {
    return new AgentDriver(
        id, ScriptedSocket.open(url(base, id), Map.of(), reads, "agent-token", TOKEN));
  }

  static String url(URI base, Object id) {
    return "ws://" + base.getHost() + ":" + base.getPort() + "/ws/agent/" + id;
  }

  /** Connected, registered, and with the registration acknowledged. */
  static AgentDriver live(URI base) {
    return live(base, StandIns.agent(TOKEN));
  }

  static AgentDriver live(URI base, UUID id) {
    AgentDriver agent = connect(base, id, true);
    agent.register();
    JsonNode registered = agent.hear("agent_registered");
    agent.ack(registered.path("message_id").asText());
    return agent;
  }

  String register() {
    return say(new AgentSignal.Register("1", List.of("process"), 2, Map.of(), null, List.of()));
  }

  String say(AgentSignal signal) {
    Frame<AgentSignal> frame = Frame.of(signal);
    socket.say(FrameCodec.write(frame));
    return frame.messageId();
  }

  void ack(String messageId) {
    socket.say(
        "{\"message_id\":\"%s\",\"message_kind\":\"ack\",\"payload\":{\"message_id\":\"%s\"}}"
            .formatted(Ids.next(), messageId));
  }

  JsonNode hear(String kind) {
    return hear(frame -> frame.path("message_kind").asText().equals(kind));
  }

  JsonNode hear(Predicate<JsonNode> fits) {
    return socket.hear(fits);
  }

  JsonNode hearAckOf(String messageId) {
    return hear(frame ->
            frame.path("message_kind").asText().equals("ack")
                && frame.path("payload").path("message_id").asText().equals(messageId))
        .path("payload");
  }

  @Override
  public void close() {
    socket.close();
  }
}
