package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.id.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/** Messages in more than one frame. */
public final class Fragments {
  private static final String SECTION = "RFC 6455 §5.4";

  private Fragments() {}

  public static List<Check> checks() {
    return List.of(
        understood("fragment.two", "a text in two fragments is one text", 2),
        understood(
            "fragment.bytes", "a text in fragments of one byte is one text", Integer.MAX_VALUE),
        agent(
            "fragment.empty",
            SECTION,
            "empty fragments, at the beginning, within and at the end, change nothing",
            Fragments::empty),
        agent(
            "fragment.control-between",
            "RFC 6455 §5.4, §5.5",
            "a ping within a fragmented text is answered before the text is complete",
            Fragments::controlBetween),
        agent(
            "fragment.close-between",
            "RFC 6455 §5.4, §5.5.1",
            "a close within a fragmented text ends the connection, and the text is dropped",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.send(RawFrame.text("{\"message_id\":").unfinished());
                peer.send(RawFrame.close(1000, ""));
                peer.expectClose(1000, 1005);
              }
            }),
        Breach.of(
            "fragment.continuation-first",
            SECTION,
            "a continuation of nothing ends the connection with 1002",
            RawFrame.text("x").as(RawFrame.CONTINUATION),
            1002),
        Breach.of(
            "fragment.continuation-unfinished-first",
            SECTION,
            "an unfinished continuation of nothing ends the connection with 1002",
            RawFrame.text("x").as(RawFrame.CONTINUATION).unfinished(),
            1002),
        Breach.of(
            "fragment.continuation-after-end",
            SECTION,
            "a continuation of a text that was complete ends the connection with 1002",
            Breach.together(
                AgentPeer.probeFrame(Ids.next().toString()),
                RawFrame.text("x").as(RawFrame.CONTINUATION)),
            1002),
        Breach.of(
            "fragment.text-within",
            SECTION,
            "a new text within a fragmented one ends the connection with 1002",
            Breach.together(RawFrame.text("{").unfinished(), RawFrame.text("}")),
            1002),
        Breach.of(
            "fragment.text-unfinished-within",
            SECTION,
            "a new unfinished text within a fragmented one ends the connection with 1002",
            Breach.together(RawFrame.text("{").unfinished(), RawFrame.text("}").unfinished()),
            1002));
  }

  private static Check understood(String id, String sentence, int most) {
    return agent(
        id,
        SECTION,
        sentence,
        target -> {
          try (AgentPeer peer = AgentPeer.registered(target)) {
            String name = Ids.next().toString();
            byte[] text = AgentPeer.probe(name, "ä€😀").getBytes(StandardCharsets.UTF_8);
            int size = Math.max(1, text.length / most);
            ByteArrayOutputStream all = new ByteArrayOutputStream();
            for (int at = 0; at < text.length; at += size) {
              byte[] part = Arrays.copyOfRange(text, at, Math.min(text.length, at + size));
              RawFrame frame = RawFrame.of(at == 0 ? RawFrame.TEXT : RawFrame.CONTINUATION, part);
              all.writeBytes((at + size < text.length ? frame.unfinished() : frame).encoded());
            }
            peer.send(all.toByteArray());
            peer.expectAck(name, 0);
          }
        });
  }

  private static void empty(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      String id = Ids.next().toString();
      String text = AgentPeer.probe(id);
      RawFrame nothing = RawFrame.text("").as(RawFrame.CONTINUATION);
      peer.send(RawFrame.text("").unfinished());
      peer.send(nothing.unfinished());
      peer.send(RawFrame.text(text.substring(0, 20)).as(RawFrame.CONTINUATION).unfinished());
      peer.send(nothing.unfinished());
      peer.send(RawFrame.text(text.substring(20)).as(RawFrame.CONTINUATION).unfinished());
      peer.send(nothing);
      peer.expectAck(id, 0);
    }
  }

  private static void controlBetween(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      String id = Ids.next().toString();
      String text = AgentPeer.probe(id);
      byte[] payload = {1, 2, 3};
      peer.send(RawFrame.text(text.substring(0, 9)).unfinished());
      peer.send(RawFrame.ping(payload));
      peer.expectPong(payload);
      peer.send(RawFrame.of(RawFrame.PONG, payload));
      peer.send(RawFrame.text(text.substring(9)).as(RawFrame.CONTINUATION));
      peer.expectAck(id, 0);
    }
  }
}
