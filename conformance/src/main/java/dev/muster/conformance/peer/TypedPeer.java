package dev.muster.conformance.peer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.NotOffered;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.conformance.raw.Upgrade;
import dev.muster.id.Ids;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Set;

/** The same agent at one of the two endpoints where frames have a type; it runs nothing. */
public final class TypedPeer extends Peer {
  private static final String AGENTS = "/ws/agent/";
  private static final Set<String> ANSWERS = Set.of("ack", "error");

  private TypedPeer(RawSocket socket) {
    super(socket);
  }

  /** Beside the agent's endpoint. */
  public static URI role(Target target) {
    return beside(target, "/ws?role=agent&agent_id=");
  }

  /** Beside the agent's endpoint. */
  public static URI control(Target target) {
    return beside(target, "/api/v1/agents/control?agent_id=");
  }

  private static URI beside(Target target, String path) {
    String known = target.agent().getRawPath();
    int at = known.lastIndexOf(AGENTS);
    if (at < 0) {
      throw new NotOffered("an address that ends with " + AGENTS + "AGENT_ID");
    }
    return target
        .agent()
        .resolve(known.substring(0, at) + path + known.substring(at + AGENTS.length()));
  }

  public static TypedPeer upgraded(Target target, URI url) throws IOException {
    return upgraded(target, url, target.agentToken());
  }

  public static TypedPeer upgraded(Target target, URI url, String token) throws IOException {
    RawSocket socket = RawSocket.connect(url, target.patience());
    Upgrade.Answer answer =
        socket.upgrade(new Upgrade(url).with("Authorization", "Bearer " + token));
    if (answer.status() != 101) {
      socket.close();
      throw new Unmet("101 Switching Protocols", answer.status());
    }
    return new TypedPeer(socket);
  }

  public String say(String type, String payload) throws IOException {
    String id = Ids.next().toString();
    say(id, type, payload);
    return id;
  }

  public void say(String id, String type, String payload) throws IOException {
    text(
        "{\"id\":\"%s\",\"type\":\"%s\",\"ts\":%d,\"payload\":%s}"
            .formatted(id, type, System.currentTimeMillis() / 1_000, payload));
  }

  /** The next answer is an ack or an error, as said, of that frame. */
  public void expect(String type, String id, Integer... codes) throws IOException {
    JsonNode frame = answer();
    JsonNode payload = frame.path("payload");
    if (!frame.path("type").asText().equals(type)
        || !payload.path("message_id").asText().equals(id)
        || !List.of(codes).contains(payload.path("code").asInt(-1))) {
      throw new Unmet(type + " of " + id + " with code " + List.of(codes), frame);
    }
  }

  public void expectAlive() throws IOException {
    expect("ack", say("conformance/probe", "{}"), 0);
  }

  /** The next frame that answers something. */
  private JsonNode answer() throws IOException {
    while (true) {
      JsonNode frame = json();
      if (ANSWERS.contains(frame.path("type").asText())) {
        return frame;
      }
    }
  }
}
