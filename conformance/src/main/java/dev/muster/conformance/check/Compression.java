package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.NotOffered;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.peer.Deflated;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.conformance.raw.Upgrade;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** permessage-deflate. A server that doesn't offer it conforms as well. */
public final class Compression {
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private Compression() {}

  public static List<Check> checks() {
    return List.of(
        agent(
            "deflate.unasked",
            "RFC 7692 §5",
            "compression isn't agreed on unless it was offered",
            target -> {
              if (answered(target, null).isPresent()) {
                throw new Unmet("no " + EXTENSIONS, "one");
              }
            }),
        agent(
            "deflate.bad-offer",
            "RFC 7692 §7.1",
            "an offer with a parameter that is wrong is declined",
            target -> {
              for (String wrong :
                  List.of(
                      "permessage-deflate; server_max_window_bits=7",
                      "permessage-deflate; client_max_window_bits=16",
                      "permessage-deflate; no_such_parameter",
                      "permessage-deflate; server_no_context_takeover=1")) {
                Optional<String> answer = answered(target, wrong);
                if (answer.isPresent()) {
                  throw new Unmet("no " + EXTENSIONS + " for " + wrong, answer.get());
                }
              }
            }),
        agent(
            "deflate.fallback",
            "RFC 7692 §5",
            "the first offer that is good is taken",
            target -> {
              if (answered(target, "permessage-deflate").isEmpty()) {
                throw new NotOffered("permessage-deflate");
              }
              String offers =
                  "permessage-deflate; no_such_parameter, permessage-deflate;"
                      + " client_max_window_bits";
              if (answered(target, offers).isEmpty()) {
                throw new Unmet("permessage-deflate", "no " + EXTENSIONS);
              }
            }),
        understood("deflate.text", "a compressed text is understood, and a second as well", 1),
        understood("deflate.fragments", "a compressed text in fragments is understood", 5),
        agent(
            "deflate.plain",
            "RFC 7692 §6.1",
            "texts without compression are understood among compressed ones",
            target -> {
              try (AgentPeer peer = registered(target)) {
                peer.expectAlive();
                String id = Ids.next().toString();
                peer.send(Deflated.text(AgentPeer.probe(id)));
                peer.expectAck(id, 0);
                peer.expectAlive();
              }
            }),
        breach(
            "deflate.control",
            "RFC 7692 §6.1",
            "a compressed ping ends the connection with 1002",
            RawFrame.ping(new byte[] {1}).reserved(Deflated.BIT).encoded(),
            1002),
        breach(
            "deflate.continuation",
            "RFC 7692 §6.1",
            "RSV1 on a continuation ends the connection with 1002",
            Breach.together(
                Deflated.text("{").unfinished(),
                RawFrame.text("}").as(RawFrame.CONTINUATION).reserved(Deflated.BIT)),
            1002),
        breach(
            "deflate.rsv2",
            "RFC 6455 §5.2",
            "RSV2 ends the connection with 1002",
            RawFrame.text("{}").reserved(2).encoded(),
            1002),
        breach(
            "deflate.garbage",
            "RFC 7692 §6.2",
            "what can't be inflated ends the connection with 1007 or 1002",
            RawFrame.of(RawFrame.TEXT, bytes(0xff, 64)).reserved(Deflated.BIT).encoded(),
            1007,
            1002),
        breach(
            "deflate.utf8",
            "RFC 6455 §8.1",
            "a compressed text that isn't UTF-8 ends the connection with 1007",
            Deflated.frame(new byte[] {'"', (byte) 0xc0, (byte) 0xaf, '"'}).encoded(),
            1007),
        agent(
            "deflate.bomb",
            "protocol.md, close codes",
            "a text that inflates beyond max_frame_bytes ends the connection with 1009",
            target -> {
              try (AgentPeer peer = registered(target)) {
                peer.send(Deflated.frame(bytes('x', Math.min(64 << 20, 100 * peer.maxFrame()))));
                peer.expectClose(1009);
              }
            }));
  }

  private static Check understood(String id, String sentence, int fragments) {
    return agent(
        id,
        "RFC 7692 §6.2",
        sentence,
        target -> {
          try (AgentPeer peer = registered(target)) {
            for (int i = 0; i < 2; i++) {
              String name = Ids.next().toString();
              byte[] whole =
                  Deflated.text(AgentPeer.probe(name, "again and again ".repeat(100)))
                      .payload()
                      .bytes();
              int size = Math.ceilDiv(whole.length, fragments);
              for (int at = 0; at < whole.length; at += size) {
                byte[] part = Arrays.copyOfRange(whole, at, Math.min(whole.length, at + size));
                RawFrame frame =
                    at == 0
                        ? RawFrame.of(RawFrame.TEXT, part).reserved(Deflated.BIT)
                        : RawFrame.of(RawFrame.CONTINUATION, part);
                peer.send(at + size < whole.length ? frame.unfinished() : frame);
              }
              peer.expectAck(name, 0);
            }
          }
        });
  }

  private static Check breach(
      String id, String section, String sentence, byte[] wrong, Integer... codes) {
    return agent(
        id,
        section,
        sentence,
        target -> {
          try (AgentPeer peer = registered(target)) {
            peer.send(wrong);
            peer.expectClose(codes);
          }
        });
  }

  private static AgentPeer registered(Target target) throws IOException {
    AgentPeer peer = AgentPeer.deflating(target);
    peer.register();
    return peer;
  }

  private static Optional<String> answered(Target target, String offer) throws IOException {
    Upgrade upgrade = AgentPeer.upgrade(target);
    try (RawSocket socket = RawSocket.connect(target.agent(), target.patience())) {
      Upgrade.Answer answer =
          socket.upgrade(offer == null ? upgrade : upgrade.with(EXTENSIONS, offer));
      if (answer.status() != 101) {
        throw new Unmet("101 Switching Protocols", answer.status());
      }
      return answer.header(EXTENSIONS);
    }
  }

  private static byte[] bytes(int value, int count) {
    byte[] bytes = new byte[count];
    Arrays.fill(bytes, (byte) value);
    return bytes;
  }
}
