package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The closing handshake. */
public final class Closing {
  private static final int[] GOOD = {1000, 1001, 1002, 1003, 1007, 1011, 3000, 3999, 4000, 4999};
  private static final int[] WRONG = {0, 999, 1004, 1005, 1006, 1015, 1016, 2999, 5000, 65535};

  private Closing() {}

  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (int code : GOOD) {
      checks.add(
          agent(
              "close.echo-" + code,
              "RFC 6455 §5.5.1, §7.1.1",
              "a close is answered with its code, and the server ends the connection",
              target -> {
                try (AgentPeer peer = AgentPeer.registered(target)) {
                  peer.send(RawFrame.close(code, "bye"));
                  peer.expectClose(code);
                }
              }));
    }
    for (int code : WRONG) {
      checks.add(
          Breach.of(
              "close.code-" + code,
              "RFC 6455 §7.4",
              "a code that can't be sent is answered with 1002",
              RawFrame.close(code, ""),
              1002));
    }
    checks.addAll(rest());
    return checks;
  }

  private static List<Check> rest() {
    return List.of(
        agent(
            "close.empty",
            "RFC 6455 §5.5.1",
            "a close without a code is answered, and the server ends the connection",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.send(RawFrame.of(RawFrame.CLOSE, new byte[0]));
                peer.expectClose(1000, 1005);
              }
            }),
        agent(
            "close.before-register",
            "RFC 6455 §5.5.1",
            "a close before agent_register is answered",
            target -> {
              try (AgentPeer peer = AgentPeer.upgraded(target)) {
                peer.send(RawFrame.close(1000, ""));
                peer.expectClose(1000);
              }
            }),
        Breach.of(
            "close.one-byte",
            "RFC 6455 §5.5.1",
            "a close with half a code is answered with 1002",
            RawFrame.of(RawFrame.CLOSE, new byte[] {3}),
            1002),
        Breach.of(
            "close.reason-not-utf8",
            "RFC 6455 §5.5.1",
            "a reason that isn't UTF-8 is answered with 1007 or 1002",
            RawFrame.of(RawFrame.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xc0, (byte) 0xaf}),
            1007,
            1002),
        Breach.of(
            "close.reason-cut",
            "RFC 6455 §5.5.1",
            "a reason that ends within a character is answered with 1007 or 1002",
            RawFrame.of(RawFrame.CLOSE, new byte[] {3, (byte) 0xe8, (byte) 0xe2, (byte) 0x82}),
            1007,
            1002),
        Breach.of(
            "close.too-long",
            "RFC 6455 §5.5",
            "a close of 126 bytes is answered with 1002",
            RawFrame.close(1000, "x".repeat(124)),
            1002),
        agent(
            "close.data-after",
            "RFC 6455 §5.5.1, §1.4",
            "what comes after a close is not read",
            Closing::dataAfter));
  }

  private static void dataAfter(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      peer.send(
          Breach.together(RawFrame.close(1000, ""), AgentPeer.probeFrame(Ids.next().toString())));
      Optional<RawFrame> first = peer.frame();
      if (first.isEmpty() || first.get().opcode() != RawFrame.CLOSE) {
        throw new Unmet("a close frame", first);
      }
      Optional<RawFrame> more = peer.frame();
      if (more.isPresent()) {
        throw new Unmet("the end", more.get());
      }
    }
  }
}
