package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Optional;

/** Pings and pongs. */
public final class Controls {
  private static final int FLOOD = 5_000;

  private Controls() {}

  public static List<Check> checks() {
    return List.of(
        echoed("ping.empty", "a ping without payload is answered", 0),
        echoed("ping.payload", "a ping is answered with its payload", 5),
        echoed("ping.largest", "a ping of 125 bytes is answered with all of them", 125),
        agent(
            "ping.before-register",
            "RFC 6455 §5.5.2",
            "a ping before agent_register is answered",
            target -> {
              try (AgentPeer peer = AgentPeer.upgraded(target)) {
                peer.send(RawFrame.ping(new byte[] {7}));
                peer.expectPong(new byte[] {7});
              }
            }),
        agent(
            "ping.order",
            "RFC 6455 §5.5.3",
            "pings are answered in their order, the last in any case",
            Controls::order),
        Breach.of(
            "ping.too-long",
            "RFC 6455 §5.5",
            "a ping of 126 bytes ends the connection with 1002",
            RawFrame.ping(new byte[126]),
            1002),
        Breach.of(
            "ping.fragment",
            "RFC 6455 §5.5",
            "a ping that isn't final ends the connection with 1002",
            RawFrame.ping(new byte[1]).unfinished(),
            1002),
        agent(
            "pong.unasked",
            "RFC 6455 §5.5.3",
            "a pong that nobody asked for is ignored",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.send(RawFrame.of(RawFrame.PONG, new byte[] {9}));
                peer.expectAlive();
              }
            }),
        agent(
            "ping.flood",
            "protocol.md, close codes",
            FLOOD + " pings at once are all answered, or end the connection with 1008",
            Controls::flood));
  }

  private static Check echoed(String id, String sentence, int size) {
    return agent(
        id,
        "RFC 6455 §5.5.2",
        sentence,
        target -> {
          byte[] payload = new byte[size];
          for (int i = 0; i < size; i++) {
            payload[i] = (byte) (i - 3);
          }
          try (AgentPeer peer = AgentPeer.registered(target)) {
            peer.send(RawFrame.ping(payload));
            peer.expectPong(payload);
          }
        });
  }

  private static void order(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      peer.send(pings(20));
      int last = -1;
      while (last < 19) {
        int number = number(peer.frame().orElseThrow(() -> new Unmet("a pong", "the end")));
        if (number <= last) {
          throw new Unmet("a pong after " + last, number);
        }
        last = number;
      }
    }
  }

  private static void flood(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      try {
        peer.send(pings(FLOOD));
      } catch (IOException ended) {
        // What was said before it did is still to be read.
      }
      while (true) {
        Optional<RawFrame> frame = peer.frame();
        if (frame.isEmpty()) {
          throw new Unmet("pongs, or close 1008", "the end without a close frame");
        }
        if (frame.get().opcode() == RawFrame.CLOSE) {
          if (frame.get().closeCode() != 1008) {
            throw new Unmet("close 1008", frame.get());
          }
          return;
        }
        if (number(frame.get()) == FLOOD - 1) {
          peer.expectAlive();
          return;
        }
      }
    }
  }

  private static byte[] pings(int count) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < count; i++) {
      all.writeBytes(RawFrame.ping(ByteBuffer.allocate(4).putInt(i).array()).encoded());
    }
    return all.toByteArray();
  }

  private static int number(RawFrame frame) {
    if (frame.opcode() != RawFrame.PONG || frame.payload().length() != 4) {
      throw new Unmet("a pong", frame);
    }
    return ByteBuffer.wrap(frame.payload().bytes()).getInt();
  }
}
