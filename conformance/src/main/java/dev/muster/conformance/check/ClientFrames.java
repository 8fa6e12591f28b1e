package dev.muster.conformance.check;

import static dev.muster.conformance.Check.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.ClientPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The endpoint of users. */
public final class ClientFrames {
  private static final String SECTION = "protocol.md /ws";

  private ClientFrames() {}

  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>(greetings());
    checks.addAll(frames());
    checks.addAll(breaches());
    return checks;
  }

  private static List<Check> greetings() {
    return List.of(
        client(
            "client.greeting",
            SECTION,
            "the first frames are auth/ok and heartbeat with its interval",
            target -> {
              try (ClientPeer peer = ClientPeer.upgraded(target)) {
                JsonNode first = peer.json();
                JsonNode second = peer.json();
                if (!first.path("type").asText().equals("auth/ok")
                    || !second.path("type").asText().equals("heartbeat")
                    || second.path("payload").path("interval").asInt() <= 0) {
                  throw new Unmet("auth/ok, heartbeat {interval}", first + " " + second);
                }
              }
            }),
        client(
            "client.protocol",
            SECTION,
            "a token as sub-protocol is taken, and bearer is selected",
            target -> ClientPeer.expectProtocol(target)),
        client(
            "client.no-token",
            SECTION,
            "without a token the reason is told, and the connection ends with 4401",
            target -> {
              try (ClientPeer peer = ClientPeer.withoutToken(target)) {
                JsonNode error = peer.json();
                if (!error.path("type").asText().equals("auth/error")
                    || error.path("payload").path("code").asInt() != 1002) {
                  throw new Unmet("auth/error 1002", error);
                }
                peer.expectClose(4401);
              }
            }));
  }

  private static List<Check> frames() {
    return List.of(
        client(
            "client.heartbeat",
            SECTION,
            "a heartbeat is answered",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                JsonNode answer = peer.replyTo(peer.say("heartbeat", "{}"));
                if (!answer.path("type").asText().equals("heartbeat")) {
                  throw new Unmet("heartbeat", answer);
                }
              }
            }),
        refused("client.unknown-type", "an unknown type", "no/such", "{}", 1001),
        refused("client.payload", "a payload that is no object", "heartbeat", "7", 1001),
        refused(
            "client.cancel-id", "task/cancel of no UUID", "task/cancel", "{\"task_id\":7}", 1001),
        refused("client.submit-empty", "task/submit without a type", "task/submit", "{}", 1001)
            .needing(Check.Needs.CLIENT_TASKS),
        refused(
                "client.submit-wrong",
                "task/submit with wrong members",
                "task/submit",
                "{\"type\":\"process\",\"priority\":\"high\"}",
                1001)
            .needing(Check.Needs.CLIENT_TASKS),
        refused(
                "client.cancel-unknown",
                "task/cancel of a task that doesn't exist",
                "task/cancel",
                "{\"task_id\":\"0198c000-0000-7000-8000-000000000000\"}",
                2001)
            .needing(Check.Needs.CLIENT_TASKS),
        client(
            "client.nameless",
            SECTION,
            "a frame without an id, with a wrong or a long one is an error 1001",
            ClientFrames::nameless),
        client(
            "client.not-json",
            SECTION,
            "a text that isn't a JSON object is an error 1001",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                for (String text : List.of("{", "[]", "7", "", "[".repeat(5_000))) {
                  peer.text(text);
                  peer.expectError(null, 1001);
                }
                peer.expectAlive();
              }
            }));
  }

  private static List<Check> breaches() {
    return List.of(
        breach("client.unmasked", "a frame without a mask", RawFrame.text("{}").unmasked(), 1002),
        breach("client.rsv", "a reserved bit", RawFrame.text("{}").reserved(2), 1002),
        breach(
            "client.utf8",
            "a text that isn't UTF-8",
            RawFrame.of(RawFrame.TEXT, new byte[] {(byte) 0xff}),
            1007),
        breach("client.binary", "a binary frame", RawFrame.of(RawFrame.BINARY, new byte[0]), 1008),
        client(
            "client.ping",
            "RFC 6455 §5.5.2",
            "a ping is answered with its payload",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                peer.send(RawFrame.ping(new byte[] {4, 2}));
                peer.expectPong(new byte[] {4, 2});
              }
            }));
  }

  private static Check refused(String id, String what, String type, String payload, int code) {
    return client(
        id,
        SECTION,
        what + " is an error " + code + " with reply_to",
        target -> {
          try (ClientPeer peer = ClientPeer.greeted(target)) {
            peer.expectError(peer.say(type, payload), code);
            peer.expectAlive();
          }
        });
  }

  private static Check breach(String id, String what, RawFrame wrong, int code) {
    return client(
        id,
        code == 1008 ? "protocol.md, close codes" : "RFC 6455 §5, §8.1",
        what + " ends the connection with " + code,
        target -> {
          try (ClientPeer peer = ClientPeer.greeted(target)) {
            peer.send(wrong);
            peer.expectClose(code);
          }
        });
  }

  private static void nameless(Target target) throws IOException {
    try (ClientPeer peer = ClientPeer.greeted(target)) {
      for (String id :
          List.of("", "\"id\":7,", "\"id\":\"\",", "\"id\":\"" + "x".repeat(129) + "\",")) {
        peer.text("{" + id + "\"type\":\"heartbeat\",\"ts\":1,\"payload\":{}}");
        peer.expectError(null, 1001);
      }
      String name = Ids.next().toString();
      peer.text("{\"id\":\"" + name + "\",\"ts\":1,\"payload\":{}}");
      peer.expectError(name, 1001);
      peer.expectAlive();
    }
  }
}
