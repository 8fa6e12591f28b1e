package dev.muster.conformance.peer;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.conformance.raw.Upgrade;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.Arrays;

/** A user. Events of tasks may come at any time and are passed over. */
public final class ClientPeer extends Peer {
  private static final String PROTOCOL = "Sec-WebSocket-Protocol";

  private ClientPeer(RawSocket socket) {
    super(socket);
  }

  public static ClientPeer upgraded(Target target) throws IOException {
    return upgraded(
        target, upgrade(target).with("Authorization", "Bearer " + client(target).token()));
  }

  public static ClientPeer withoutToken(Target target) throws IOException {
    return upgraded(target, upgrade(target));
  }

  /** Past the first frames. */
  public static ClientPeer greeted(Target target) throws IOException {
    ClientPeer peer = upgraded(target);
    for (String type : new String[] {"auth/ok", "heartbeat"}) {
      JsonNode frame = peer.json();
      if (!frame.path("type").asText().equals(type)) {
        throw new Unmet(type, frame);
      }
    }
    return peer;
  }

  public static void expectProtocol(Target target) throws IOException {
    try (RawSocket socket = RawSocket.connect(client(target).url(), target.patience())) {
      Upgrade.Answer answer =
          socket.upgrade(upgrade(target).with(PROTOCOL, "bearer, " + client(target).token()));
      if (answer.status() != 101 || !answer.header(PROTOCOL).orElse("").equals("bearer")) {
        throw new Unmet("101 with " + PROTOCOL + ": bearer", answer);
      }
    }
  }

  public String say(String type, String payload) throws IOException {
    String id = Ids.next().toString();
    text(
        "{\"id\":\"%s\",\"type\":\"%s\",\"ts\":%d,\"payload\":%s}"
            .formatted(id, type, System.currentTimeMillis() / 1_000, payload));
    return id;
  }

  /** The next frame that answers this one. */
  public JsonNode replyTo(String id) throws IOException {
    while (true) {
      JsonNode frame = json();
      if (frame.path("reply_to").asText().equals(id)) {
        return frame;
      }
    }
  }

  /**
   * The next error.
   *
   * @param id the frame that it answers; null for none
   */
  public void expectError(String id, int code) throws IOException {
    while (true) {
      JsonNode frame = json();
      if (frame.path("type").asText().equals("error")
          || (id != null && frame.path("reply_to").asText().equals(id))) {
        boolean fits =
            frame.path("payload").path("code").asInt() == code
                && frame.path("reply_to").asText().equals(id == null ? "" : id);
        if (!fits) {
          throw new Unmet("error " + code + (id == null ? "" : " with reply_to " + id), frame);
        }
        return;
      }
    }
  }

  public void expectAlive() throws IOException {
    JsonNode unused = replyTo(say("heartbeat", "{}"));
  }

  @Override
  public void expectPong(byte[] payload) throws IOException {
    RawFrame frame = pastTexts();
    if (frame.opcode() != RawFrame.PONG || !Arrays.equals(frame.payload().bytes(), payload)) {
      throw new Unmet("a pong with the payload of the ping", frame);
    }
  }

  private RawFrame pastTexts() throws IOException {
    while (true) {
      RawFrame frame = frame().orElseThrow(() -> new Unmet("a pong", "the connection ended"));
      if (frame.opcode() != RawFrame.TEXT) {
        return frame;
      }
    }
  }

  private static ClientPeer upgraded(Target target, Upgrade upgrade) throws IOException {
    RawSocket socket = RawSocket.connect(client(target).url(), target.patience());
    Upgrade.Answer answer = socket.upgrade(upgrade);
    if (answer.status() != 101) {
      socket.close();
      throw new Unmet("101 Switching Protocols", answer.status());
    }
    return new ClientPeer(socket);
  }

  private static Upgrade upgrade(Target target) {
    return new Upgrade(client(target).url());
  }

  private static Target.Client client(Target target) {
    return target.client().orElseThrow();
  }
}
