package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.peer.TypedPeer;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.conformance.raw.Upgrade;
import dev.muster.id.Ids;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The two endpoints where the same agent names tasks only: what both have in common, and what not.
 */
public final class TypedFrames {
  private static final String ROLE = "protocol.md /ws?role=agent";
  private static final String CONTROL = "protocol.md /api/v1/agents/control";

  /** How an agent speaks there. */
  private record Dialect(
      String name, String section, Function<Target, URI> url, String opening, String outcome) {
    /** Upgraded, and listing nothing. */
    TypedPeer open(Target target) throws IOException {
      TypedPeer peer = TypedPeer.upgraded(target, url.apply(target));
      expectOpen(peer, list(peer));
      return peer;
    }

    String list(TypedPeer peer) throws IOException {
      return peer.say(opening, "{\"running\":[],\"plan_limit\":0}");
    }

    /** A heartbeat isn't acknowledged. */
    void expectOpen(TypedPeer peer, String id) throws IOException {
      if (!opening.equals("heartbeat")) {
        peer.expect("ack", id, 0);
      }
    }

    Check check(String what, String sentence, Check.Run run) {
      return agent(name + "." + what, section, sentence, run);
    }
  }

  private TypedFrames() {}

  public static List<Check> checks() {
    Dialect role = new Dialect("role", ROLE, TypedPeer::role, "agent/status", "task/result");
    Dialect control =
        new Dialect("control", CONTROL, TypedPeer::control, "heartbeat", "task_completed");
    List<Check> checks = new ArrayList<>(roleOnly(role));
    checks.addAll(common(role));
    checks.add(
        control.check(
            "token-wrong",
            "a wrong token is answered 401",
            target -> expectRefusal(target, control.url().apply(target))));
    checks.addAll(common(control));
    return checks;
  }

  private static List<Check> roleOnly(Dialect role) {
    return List.of(
        role.check(
            "greeting",
            "the first frames are auth/ok with the agent's id and heartbeat with its interval",
            target -> {
              try (TypedPeer peer = TypedPeer.upgraded(target, role.url().apply(target))) {
                JsonNode first = peer.json();
                JsonNode second = peer.json();
                if (!first.path("type").asText().equals("auth/ok")
                    || !target
                        .agent()
                        .getPath()
                        .endsWith("/" + first.path("payload").path("agent_id").asText())
                    || !second.path("type").asText().equals("heartbeat")
                    || second.path("payload").path("interval").asInt() <= 0) {
                  throw new Unmet("auth/ok {agent_id}, heartbeat {interval}", first + " " + second);
                }
              }
            }),
        role.check(
            "status",
            "agent/status is acknowledged, and again when it comes twice",
            target -> {
              try (TypedPeer peer = TypedPeer.upgraded(target, role.url().apply(target))) {
                String id = role.list(peer);
                peer.expect("ack", id, 0);
                peer.say(id, role.opening(), "{\"running\":[]}");
                peer.expect("ack", id, 0);
              }
            }),
        role.check(
            "token-wrong",
            "a wrong token is told as auth/error 1002, and the connection ends with 4401",
            target -> {
              String wrong = "wrong-" + Ids.next();
              try (TypedPeer peer = TypedPeer.upgraded(target, role.url().apply(target), wrong)) {
                JsonNode error = peer.json();
                if (!error.path("type").asText().equals("auth/error")
                    || error.path("payload").path("code").asInt() != 1002) {
                  throw new Unmet("auth/error 1002", error);
                }
                peer.expectClose(4401);
              }
            }));
  }

  private static List<Check> common(Dialect dialect) {
    return List.of(
        dialect.check(
            "unknown-type",
            "an unknown type is acknowledged and ignored",
            target -> {
              try (TypedPeer peer = dialect.open(target)) {
                peer.expectAlive();
              }
            }),
        dialect.check(
            "malformed",
            "a frame that can't be read is an error 1001 that names it, or a frame without id"
                + " dropped",
            target -> malformed(dialect, target)),
        dialect.check(
            "unheld",
            "the outcome of a task that the agent wasn't given is answered 2001, and so it is"
                + " again",
            target -> {
              try (TypedPeer peer = dialect.open(target)) {
                String id = peer.say(dialect.outcome(), outcome());
                peer.expect("ack", id, 2001);
                peer.say(id, dialect.outcome(), outcome());
                peer.expect("ack", id, 2001);
                peer.expectAlive();
              }
            }),
        dialect.check(
            "early",
            "what is said before the first " + dialect.opening() + " is answered after it",
            target -> {
              try (TypedPeer peer = TypedPeer.upgraded(target, dialect.url().apply(target))) {
                String early = peer.say(dialect.outcome(), outcome());
                String opening = dialect.list(peer);
                peer.expect("ack", early, 2001);
                dialect.expectOpen(peer, opening);
                peer.expectAlive();
              }
            }),
        dialect.check(
            "newest",
            "it ends the agent's older connection at its other endpoint with 4409",
            target -> {
              try (AgentPeer old = AgentPeer.registered(target);
                  TypedPeer young = dialect.open(target)) {
                old.expectClose(4409);
                young.expectAlive();
              }
            }));
  }

  private static void malformed(Dialect dialect, Target target) throws IOException {
    try (TypedPeer peer = dialect.open(target)) {
      String id = peer.say(dialect.outcome(), "7");
      peer.expect("error", id, 1001);
      peer.text("{");
      peer.expect("error", "", 1001);
      peer.text("{\"type\":\"%s\",\"payload\":{}}".formatted(dialect.outcome()));
      peer.expectAlive();
    }
  }

  private static String outcome() {
    return "{\"task_id\":\"%s\",\"result\":{}}".formatted(Ids.next());
  }

  private static void expectRefusal(Target target, URI url) throws IOException {
    try (RawSocket socket = RawSocket.connect(url, target.patience())) {
      Upgrade.Answer answer =
          socket.upgrade(new Upgrade(url).with("Authorization", "Bearer wrong-" + Ids.next()));
      if (answer.status() != 401) {
        throw new Unmet("401", answer);
      }
    }
  }
}
