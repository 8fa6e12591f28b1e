package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.List;

/** The largest frame, of which {@code agent_registered} tells, and what is larger. */
public final class Sizes {
  private static final String SECTION = "protocol.md, close codes";

  private Sizes() {}

  public static List<Check> checks() {
    return List.of(
        agent(
            "size.largest",
            SECTION,
            "a frame of max_frame_bytes is understood",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                String id = Ids.next().toString();
                peer.text(sized(id, peer.maxFrame()));
                peer.expectAck(id, 0);
              }
            }),
        agent(
            "size.one-more",
            SECTION,
            "a frame that announces one byte more is answered with 1009, before it came",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.send(head(peer.maxFrame() + 1L));
                peer.expectClose(1009);
              }
            }),
        announced("size.5-mib", "a frame that announces 5 MiB", 5 << 20),
        announced("size.huge", "a frame that announces 2^62 bytes", 1L << 62),
        agent(
            "size.fragments",
            SECTION,
            "a text whose fragments together are too large is answered with 1009",
            Sizes::fragments),
        agent(
            "size.fragments-largest",
            SECTION,
            "a text of max_frame_bytes in fragments is understood",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                String id = Ids.next().toString();
                String text = sized(id, peer.maxFrame());
                int half = text.length() / 2;
                peer.send(RawFrame.text(text.substring(0, half)).unfinished());
                peer.send(RawFrame.text(text.substring(half)).as(RawFrame.CONTINUATION));
                peer.expectAck(id, 0);
              }
            }));
  }

  private static Check announced(String id, String what, long size) {
    return agent(
        id,
        SECTION,
        what + " is answered with 1009, before it came",
        target -> {
          try (AgentPeer peer = AgentPeer.registered(target)) {
            peer.send(head(size));
            peer.send(new byte[1_000]);
            peer.expectClose(1009);
          }
        });
  }

  private static void fragments(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      RawFrame part = RawFrame.text("x".repeat(16 << 10)).unfinished();
      try {
        for (int sent = 0; sent <= peer.maxFrame(); sent += part.payload().length()) {
          peer.send(sent == 0 ? part : part.as(RawFrame.CONTINUATION));
        }
      } catch (IOException ended) {
        // The reason is still to be read.
      }
      peer.expectClose(1009);
    }
  }

  private static byte[] head(long length) {
    return RawFrame.text("").head(length);
  }

  private static String sized(String id, int bytes) {
    return AgentPeer.probe(id, "x".repeat(bytes - AgentPeer.probe(id).length()));
  }
}
