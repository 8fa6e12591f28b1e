package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Frames that can't be read, and some that only look so. */
public final class AgentPayloads {
  private static final String SECTION = "protocol.md /ws/agent";
  private static final int ENOUGH = 200;

  private AgentPayloads() {}

  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Signals.Example signal : Signals.but("none")) {
      checks.add(
          agent(
              "payload.wrong-" + signal.kind(),
              SECTION,
              signal.kind() + " with wrong members is an error 1001 that names it",
              target -> wrong(target, signal.kind())));
    }
    checks.addAll(
        List.of(
            agent(
                "payload.not-json",
                SECTION,
                "a text that isn't a JSON object is an error 1001",
                target -> {
                  try (AgentPeer peer = AgentPeer.registered(target)) {
                    for (String text :
                        List.of("{", "nonsense", "[]", "7", "null", "\"x\"", "{} {}")) {
                      peer.text(text);
                      peer.expectError(null);
                    }
                    peer.expectAlive();
                  }
                }),
            named("payload.behind", "something behind the object", "%s x"),
            named("payload.twice", "a member that comes twice", "{\"b\":1,\"b\":2}"),
            named(
                "payload.deep", "arrays nested 5,000 deep", "[".repeat(5_000) + "]".repeat(5_000)),
            named("payload.deep-open", "arrays that are never closed", "[".repeat(1_000)),
            named("payload.long-number", "a number of 2,000 digits", "9".repeat(2_000)),
            named("payload.huge-number", "a number beyond all ranges", "1e9999999999"),
            agent(
                "payload.depth",
                SECTION,
                "a value that is nested 60 deep is understood",
                target -> understood(target, "[".repeat(60) + "]".repeat(60))),
            agent(
                "payload.number",
                SECTION,
                "numbers larger than a double's integers are understood",
                target -> understood(target, "[9007199254740993,12345678901234567890.5,1e300]")),
            agent(
                "payload.surrogates",
                "RFC 8259 §8.2",
                "an escaped half of a surrogate pair is no reason to refuse a frame",
                target -> understood(target, "\"\\ud800 and \\udc00\"")),
            agent(
                "payload.more",
                SECTION,
                "members that nobody knows are ignored",
                target -> {
                  try (AgentPeer peer = AgentPeer.registered(target)) {
                    peer.expectAck(peer.say("task_pull", "{\"slots\":1,\"later\":{}}"), 0);
                  }
                }),
            agent(
                "payload.too-often",
                "protocol.md, close codes",
                "who sends nothing but malformed frames is ended with 1008",
                AgentPayloads::tooOften)));
    return checks;
  }

  private static void wrong(Target target, String kind) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      for (String payload : WrongPayloads.of(kind)) {
        peer.expectError(peer.say(kind, payload));
      }
      peer.expectAlive();
    }
  }

  private static Check named(String id, String what, String payload) {
    return agent(
        id,
        SECTION,
        what + " is an error 1001 that names the frame",
        target -> {
          try (AgentPeer peer = AgentPeer.registered(target)) {
            String name = Ids.next().toString();
            peer.text(
                payload.startsWith("%s")
                    ? payload.formatted(AgentPeer.probe(name))
                    : AgentPeer.frame(name, "conformance_probe", "{\"a\":" + payload + "}"));
            peer.expectError(name);
            peer.expectAlive();
          }
        });
  }

  private static void understood(Target target, String value) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      peer.expectAck(peer.say("conformance_probe", "{\"a\":" + value + "}"), 0);
      peer.expectAlive();
    }
  }

  private static void tooOften(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      try {
        for (int i = 0; i < ENOUGH; i++) {
          peer.text("{");
        }
      } catch (IOException ended) {
        // The reason is still to be read.
      }
      peer.expectClose(1008);
    }
  }
}
