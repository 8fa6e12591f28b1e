package dev.muster.conformance.peer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.NotOffered;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.conformance.raw.Upgrade;
import dev.muster.id.Ids;
import dev.muster.wire.FrameCodec;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * An agent without slots, so that no task is given to it. What the server orders meanwhile it
 * refuses.
 */
public final class AgentPeer extends Peer {
  public static final String REGISTER =
      "{\"version\":\"conformance\",\"capabilities\":[],\"slots\":0,\"labels\":{},\"running\":[]}";

  private static final Set<String> ANSWERS = Set.of("ack", "error", "agent_registered");

  private final boolean deflates;
  private int maxFrame;

  private AgentPeer(RawSocket socket, boolean deflates) {
    super(socket);
    this.deflates = deflates;
  }

  public static Upgrade upgrade(Target target) {
    return new Upgrade(target.agent())
        .with("Sec-WebSocket-Protocol", "agent-token, " + target.agentToken());
  }

  public static AgentPeer upgraded(Target target) throws IOException {
    return upgraded(target, upgrade(target));
  }

  private static AgentPeer upgraded(Target target, Upgrade upgrade) throws IOException {
    RawSocket socket = RawSocket.connect(target.agent(), target.patience());
    Upgrade.Answer answer = socket.upgrade(upgrade);
    if (answer.status() != 101) {
      socket.close();
      throw new Unmet("101 Switching Protocols", answer.status());
    }
    return new AgentPeer(
        socket,
        answer.header("Sec-WebSocket-Extensions").orElse("").startsWith("permessage-deflate"));
  }

  /** Registered, and told so. */
  public static AgentPeer registered(Target target) throws IOException {
    AgentPeer peer = upgraded(target);
    peer.register();
    return peer;
  }

  /** Upgraded with permessage-deflate. */
  public static AgentPeer deflating(Target target) throws IOException {
    AgentPeer peer =
        upgraded(target, upgrade(target).with("Sec-WebSocket-Extensions", "permessage-deflate"));
    if (!peer.deflates) {
      peer.close();
      throw new NotOffered("permessage-deflate");
    }
    return peer;
  }

  public void register() throws IOException {
    String id = say("agent_register", REGISTER);
    JsonNode registered = null;
    boolean acknowledged = false;
    while (registered == null || !acknowledged) {
      JsonNode frame = answer();
      String kind = kind(frame);
      if (kind.equals("agent_registered")) {
        registered = frame;
      } else if (kind.equals("ack") && named(frame).equals(id)) {
        acknowledged = true;
      } else {
        throw new Unmet("agent_registered, and the ack of agent_register", frame);
      }
    }
    acknowledge(registered.path("message_id").asText(), 0);
    maxFrame = registered.path("payload").path("limits").path("max_frame_bytes").asInt(1 << 20);
  }

  /** Bytes of a frame, as the server said. */
  public int maxFrame() {
    return maxFrame;
  }

  /** Returns the {@code message_id}. */
  public String say(String kind, String payload) throws IOException {
    String id = Ids.next().toString();
    text(frame(id, kind, payload));
    return id;
  }

  public static String frame(String id, String kind, String payload) {
    return "{\"message_id\":\"%s\",\"timestamp\":%d,\"message_kind\":\"%s\",\"payload\":%s,\"metadata\":{}}"
        .formatted(id, System.currentTimeMillis(), kind, payload);
  }

  /** A frame that is acknowledged whatever it says, as nobody knows its kind. */
  public static String probe(String id) {
    return probe(id, "");
  }

  public static String probe(String id, String note) {
    return frame(
        id, "conformance_probe", FrameCodec.JSON.createObjectNode().put("note", note).toString());
  }

  /** The connection is as good as ever. */
  public void expectAlive() throws IOException {
    String id = Ids.next().toString();
    text(probe(id));
    expectAck(id, 0);
  }

  /** The next answer is the ack of this frame, with one of these codes. */
  public JsonNode expectAck(String id, Integer... codes) throws IOException {
    JsonNode frame = answer();
    if (!kind(frame).equals("ack")
        || !named(frame).equals(id)
        || !List.of(codes).contains(frame.path("payload").path("code").asInt(-1))) {
      throw new Unmet("ack of " + id + " with code " + List.of(codes), frame);
    }
    return frame;
  }

  /**
   * The next answer is an error 1001.
   *
   * @param id what it names; null for nothing
   */
  public void expectError(String id) throws IOException {
    JsonNode frame = answer();
    JsonNode payload = frame.path("payload");
    if (!kind(frame).equals("error")
        || payload.path("code").asInt() != 1001
        || payload.path("message").asText().isEmpty()
        || !payload.path("message_id").asText().equals(id == null ? "" : id)) {
      throw new Unmet("error 1001" + (id == null ? "" : " with message_id " + id), frame);
    }
  }

  /** The next frame that answers something. */
  public JsonNode answer() throws IOException {
    while (true) {
      JsonNode frame = json();
      if (ANSWERS.contains(kind(frame))) {
        return frame;
      }
      acknowledge(frame.path("message_id").asText(), 1001);
    }
  }

  public void acknowledge(String id, int code) throws IOException {
    String unused = say("ack", "{\"message_id\":\"%s\",\"code\":%d}".formatted(id, code));
  }

  public static RawFrame probeFrame(String id) {
    return RawFrame.text(probe(id));
  }

  private static String kind(JsonNode frame) {
    return frame.path("message_kind").asText();
  }

  private static String named(JsonNode frame) {
    return frame.path("payload").path("message_id").asText();
  }
}
