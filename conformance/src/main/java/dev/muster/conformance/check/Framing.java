package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.id.Ids;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** Masks, reserved bits and opcodes, lengths, and how frames fall into TCP segments. */
public final class Framing {
  private static final int[] RESERVED = {3, 4, 5, 6, 7, 11, 12, 13, 14, 15};
  private static final RawFrame PROBE =
      RawFrame.text(AgentPeer.probe("00000000-0000-7000-8000-000000000001"));

  private Framing() {}

  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    checks.add(
        Breach.of(
            "frame.unmasked",
            "RFC 6455 §5.1",
            "a frame without a mask ends the connection with 1002",
            PROBE.unmasked(),
            1002));
    for (int bit : new int[] {4, 2, 1}) {
      checks.add(
          Breach.of(
              "frame.rsv" + (bit == 4 ? 1 : bit == 2 ? 2 : 3),
              "RFC 6455 §5.2",
              "a reserved bit without an extension ends the connection with 1002",
              PROBE.reserved(bit),
              1002));
    }
    checks.add(
        Breach.of(
            "frame.rsv-control",
            "RFC 6455 §5.2",
            "a reserved bit of a ping ends the connection with 1002",
            RawFrame.ping(new byte[0]).reserved(2),
            1002));
    for (int opcode : RESERVED) {
      checks.add(
          Breach.of(
              "frame.opcode-" + Integer.toHexString(opcode).toUpperCase(Locale.ROOT),
              "RFC 6455 §5.2",
              "a reserved opcode ends the connection with 1002",
              RawFrame.of(opcode, new byte[0]),
              1002));
    }
    checks.addAll(lengths());
    checks.addAll(segments());
    return checks;
  }

  private static List<Check> lengths() {
    return List.of(
        Breach.of(
            "frame.length-16-needless",
            "RFC 6455 §5.2",
            "a length of 16 bits that fits into 7 ends the connection with 1002",
            PROBE.head(126, new byte[] {0, 5}),
            1002),
        Breach.of(
            "frame.length-64-needless",
            "RFC 6455 §5.2",
            "a length of 64 bits that fits into 16 ends the connection with 1002",
            PROBE.head(127, ByteBuffer.allocate(8).putLong(200).array()),
            1002),
        Breach.of(
            "frame.length-negative",
            "RFC 6455 §5.2",
            "a length with its highest bit set ends the connection",
            PROBE.head(127, ByteBuffer.allocate(8).putLong(Long.MIN_VALUE).array()),
            1002,
            1009),
        Breach.of(
            "frame.binary",
            "protocol.md, close codes",
            "a binary frame ends the connection with 1008",
            RawFrame.of(RawFrame.BINARY, new byte[] {1, 2, 3}),
            1008),
        Breach.of(
            "frame.binary-fragments",
            "protocol.md, close codes",
            "a binary message in fragments ends the connection with 1008",
            RawFrame.of(RawFrame.BINARY, new byte[] {1}).unfinished(),
            1008));
  }

  private static List<Check> segments() {
    return List.of(
        agent(
            "frame.byte-by-byte",
            "RFC 6455 §5.2",
            "a frame that comes a byte at a time is understood",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                String id = Ids.next().toString();
                for (byte each : AgentPeer.probeFrame(id).encoded()) {
                  peer.send(new byte[] {each});
                }
                peer.expectAck(id, 0);
              }
            }),
        agent(
            "frame.many-at-once",
            "RFC 6455 §5.2",
            "frames that come in one segment are understood one by one, in order",
            Framing::manyAtOnce),
        agent(
            "frame.half",
            "RFC 6455 §5.2",
            "half a frame and then silence keeps nobody else waiting",
            target -> {
              try (AgentPeer silent = AgentPeer.upgraded(target);
                  AgentPeer other = connected(silent, target)) {
                other.expectAlive();
              }
            }),
        agent(
            "frame.empty-text",
            "protocol.md, frames",
            "an empty text is an error, and the connection goes on",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.text("");
                peer.expectError(null);
                peer.expectAlive();
              }
            }));
  }

  private static AgentPeer connected(AgentPeer silent, Target target) throws IOException {
    byte[] whole = PROBE.encoded();
    silent.send(Arrays.copyOf(whole, whole.length / 2));
    return AgentPeer.registered(target);
  }

  private static void manyAtOnce(Target target) throws IOException {
    List<String> ids = new ArrayList<>();
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (int i = 0; i < 50; i++) {
      ids.add(Ids.next().toString());
      all.writeBytes(AgentPeer.probeFrame(ids.getLast()).encoded());
    }
    try (AgentPeer peer = AgentPeer.registered(target)) {
      peer.send(all.toByteArray());
      for (String id : ids) {
        peer.expectAck(id, 0);
      }
    }
  }
}
