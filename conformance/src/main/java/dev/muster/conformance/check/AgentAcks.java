package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.id.Ids;
import dev.muster.wire.FrameCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** What is acknowledged, what isn't, and what happens to ids. */
public final class AgentAcks {
  private static final String SECTION = "protocol.md /ws/agent, acknowledgement";

  private AgentAcks() {}

  public static List<Check> checks() {
    return List.of(
        agent(
            "ack.unknown-kind",
            "protocol.md /ws/agent",
            "an unknown kind is acknowledged with 0",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.expectAlive();
              }
            }),
        agent(
            "ack.pull",
            SECTION,
            "task_pull is acknowledged with 0",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.expectAck(peer.say("task_pull", "{\"slots\":1}"), 0);
              }
            }),
        silent("ack.heartbeat", "a heartbeat isn't acknowledged", "heartbeat", "{}"),
        silent(
            "ack.of-nothing",
            "an ack of a frame that was never sent is ignored, and no ack is acknowledged",
            "ack",
            "{\"message_id\":\"0198c000-0000-7000-8000-000000000000\",\"code\":0}"),
        silent(
            "ack.refusal-of-nothing",
            "an ack with a code of a frame that was never sent is ignored",
            "ack",
            "{\"message_id\":\"0198c000-0000-7000-8000-000000000000\",\"code\":2002}"),
        agent(
            "ack.own-id",
            SECTION,
            "an ack has a message_id of its own and says when it was sent",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                String id = peer.say("task_pull", "{\"slots\":1}");
                JsonNode ack = peer.expectAck(id, 0);
                if (Ids.parse(ack.path("message_id").asText()).isEmpty()
                    || ack.path("message_id").asText().equals(id)
                    || !ack.path("timestamp").isIntegralNumber()) {
                  throw new Unmet("message_id and timestamp", ack);
                }
              }
            }),
        agent(
            "ack.duplicate",
            SECTION,
            "a frame that comes again is answered the same again",
            AgentAcks::duplicate),
        agent(
            "ack.unordered",
            SECTION,
            "frames whose ids aren't in order are acknowledged each",
            AgentAcks::unordered),
        agent(
            "ack.strange-id",
            "protocol.md /ws/agent",
            "a message_id that is no UUID is taken as it is",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                for (String id : List.of("1", "ä€😀", "x".repeat(64))) {
                  peer.text(AgentPeer.probe(id));
                  peer.expectAck(id, 0);
                }
              }
            }),
        agent(
            "ack.long-id",
            "protocol.md /ws/agent",
            "a message_id of more than 64 characters is an error that doesn't repeat it",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.text(AgentPeer.probe("x".repeat(65)));
                peer.expectError(null);
                peer.expectAlive();
              }
            }),
        agent(
            "ack.nameless",
            "protocol.md /ws/agent",
            "a frame without message_id is dropped, whatever it holds instead",
            AgentAcks::nameless));
  }

  private static Check silent(String id, String sentence, String kind, String payload) {
    return agent(
        id,
        SECTION,
        sentence,
        target -> {
          try (AgentPeer peer = AgentPeer.registered(target)) {
            String unused = peer.say(kind, payload);
            peer.expectAlive();
          }
        });
  }

  private static void duplicate(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      String id = Ids.next().toString();
      for (String kind : List.of("task_pull", "conformance_probe")) {
        String frame = AgentPeer.frame(id + kind, kind, "{\"slots\":1}");
        peer.text(frame);
        JsonNode first = peer.expectAck(id + kind, 0).path("payload");
        peer.text(frame);
        JsonNode second = peer.expectAck(id + kind, 0).path("payload");
        if (!first.equals(second)) {
          throw new Unmet(first, second);
        }
      }
    }
  }

  private static void unordered(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        ids.add(Ids.next().toString());
      }
      Collections.reverse(ids);
      for (String id : ids) {
        peer.text(AgentPeer.frame(id, "task_pull", "{\"slots\":1}"));
        peer.expectAck(id, 0);
      }
    }
  }

  private static void nameless(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      for (JsonNode id :
          List.of(
              FrameCodec.JSON.getNodeFactory().nullNode(),
              FrameCodec.JSON.getNodeFactory().numberNode(7),
              FrameCodec.JSON.getNodeFactory().textNode(""),
              FrameCodec.JSON.createObjectNode(),
              FrameCodec.JSON.createArrayNode())) {
        peer.text(
            FrameCodec.JSON
                .createObjectNode()
                .put("message_kind", "task_pull")
                .set("message_id", id)
                .toString());
      }
      peer.text("{\"message_kind\":\"task_pull\",\"payload\":{\"slots\":1}}");
      peer.text("{}");
      peer.expectAlive();
    }
  }
}
