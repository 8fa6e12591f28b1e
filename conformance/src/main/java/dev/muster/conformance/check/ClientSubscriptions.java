package dev.muster.conformance.check;

import static dev.muster.conformance.Check.client;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.ClientPeer;
import dev.muster.wire.FrameCodec;
import java.io.IOException;
import java.util.List;

/** What a user asks to be told of, and where it goes on after a reconnect. */
public final class ClientSubscriptions {
  private static final String SECTION = "protocol.md /ws, the feed";
  private static final String TASK = "protocol.md /ws, one task";
  private static final String NO_TASK = "0198c000-0000-7000-8000-000000000000";

  private ClientSubscriptions() {}

  public static List<Check> checks() {
    return List.of(
        client(
            "feed.subscribe",
            SECTION,
            "subscribe is answered by where the events that follow begin",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                JsonNode unused = begun(peer, "{}", true);
                peer.expectAlive();
              }
            }),
        client(
            "feed.resume",
            SECTION,
            "a position that subscribed told is good on another connection",
            ClientSubscriptions::resume),
        client(
            "feed.other-epoch",
            SECTION,
            "a position of another epoch is answered by recovered: false, and by a good one",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                JsonNode told = begun(peer, "{\"epoch\":\"no such\",\"offset\":1}", false);
                if (told.path("epoch").asText().equals("no such")) {
                  throw new Unmet("the epoch that there is", told);
                }
              }
            }),
        client(
            "feed.future",
            SECTION,
            "a position that the feed is far from is answered by recovered: false",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                String epoch = begun(peer, "{}", true).path("epoch").asText();
                JsonNode unused = begun(peer, position(epoch, Long.MAX_VALUE), false);
              }
            }),
        client(
            "feed.unsubscribe",
            SECTION,
            "unsubscribe is answered, also twice, and subscribe begins anew",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                unsubscribed(peer, "{}");
                unsubscribed(peer, "{}");
                JsonNode unused = begun(peer, "{}", true);
              }
            }),
        client(
            "feed.wrong",
            SECTION,
            "a subscribe or unsubscribe of wrong members is an error 1001 and changes nothing",
            ClientSubscriptions::wrong),
        client(
            "subscription.unsubscribe",
            TASK,
            "unsubscribe of a task that isn't subscribed to is answered with its id",
            target -> {
              try (ClientPeer peer = ClientPeer.greeted(target)) {
                unsubscribed(peer, "{\"task_id\":\"" + NO_TASK + "\"}");
              }
            }),
        client(
                "subscription.unknown",
                TASK,
                "subscribe to a task that doesn't exist, or to its output, is an error 2001",
                target -> {
                  try (ClientPeer peer = ClientPeer.greeted(target)) {
                    for (String more : List.of("", ",\"offset\":0", ",\"logs\":{}")) {
                      String wish = "{\"task_id\":\"" + NO_TASK + "\"" + more + "}";
                      peer.expectError(peer.say("subscribe", wish), 2001);
                    }
                    peer.expectAlive();
                  }
                })
            .needing(Check.Needs.CLIENT_TASKS));
  }

  private static void resume(Target target) throws IOException {
    JsonNode told;
    try (ClientPeer peer = ClientPeer.greeted(target)) {
      told = begun(peer, "{}", true);
    }
    String position = position(told.path("epoch").asText(), told.path("offset").asLong());
    try (ClientPeer peer = ClientPeer.greeted(target)) {
      JsonNode again = begun(peer, position, true);
      if (!again.path("epoch").equals(told.path("epoch"))
          || !again.path("offset").equals(told.path("offset"))) {
        throw new Unmet("subscribed at " + position, again);
      }
    }
  }

  private static void wrong(Target target) throws IOException {
    try (ClientPeer peer = ClientPeer.greeted(target)) {
      String task = "{\"task_id\":\"" + NO_TASK + "\",";
      for (String wish :
          List.of(
              "{\"epoch\":\"e\"}",
              "{\"offset\":1}",
              "{\"epoch\":7,\"offset\":1}",
              "{\"epoch\":\"e\",\"offset\":-1}",
              "{\"epoch\":\"e\",\"offset\":1.5}",
              "{\"epoch\":\"e\",\"offset\":\"1\"}",
              "{\"epoch\":\"" + "e".repeat(65) + "\",\"offset\":1}",
              "{\"task_id\":7}",
              "{\"logs\":{}}",
              task + "\"offset\":99999999999999999999}",
              task + "\"logs\":7}",
              task + "\"logs\":{\"phase\":\"\"}}")) {
        peer.expectError(peer.say("subscribe", wish), 1001);
      }
      peer.expectError(peer.say("unsubscribe", "{\"task_id\":\"x\"}"), 1001);
      peer.expectAlive();
    }
  }

  private static String position(String epoch, long offset) {
    return FrameCodec.JSON.createObjectNode().put("epoch", epoch).put("offset", offset).toString();
  }

  /** Returns what {@code subscribed} said. */
  private static JsonNode begun(ClientPeer peer, String wish, boolean recovered)
      throws IOException {
    JsonNode frame = peer.replyTo(peer.say("subscribe", wish));
    JsonNode payload = frame.path("payload");
    if (!frame.path("type").asText().equals("subscribed")
        || !payload.path("epoch").isTextual()
        || !payload.path("offset").isIntegralNumber()
        || payload.path("recovered").asBoolean(!recovered) != recovered) {
      throw new Unmet("subscribed {epoch, offset, recovered: " + recovered + "}", frame);
    }
    return payload;
  }

  private static void unsubscribed(ClientPeer peer, String wish) throws IOException {
    JsonNode frame = peer.replyTo(peer.say("unsubscribe", wish));
    JsonNode known = FrameCodec.JSON.readTree(wish);
    if (!frame.path("type").asText().equals("unsubscribed")
        || !frame.path("payload").path("task_id").equals(known.path("task_id"))) {
      throw new Unmet("unsubscribed " + wish, frame);
    }
  }
}
