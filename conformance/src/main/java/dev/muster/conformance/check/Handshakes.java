package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawSocket;
import dev.muster.conformance.raw.Upgrade;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** The opening handshake, right and wrong. */
public final class Handshakes {
  private Handshakes() {}

  public static List<Check> checks() {
    return List.of(
        agent(
            "handshake.accept",
            "RFC 6455 §4.2.2",
            "a right upgrade is answered 101 with the digest of its key",
            Handshakes::accept),
        agent(
            "handshake.protocol",
            "protocol.md /ws/agent",
            "agent-token is selected, and the token isn't said back",
            Handshakes::protocol),
        agent(
            "handshake.extension",
            "RFC 6455 §9.1",
            "an extension that nobody knows isn't agreed on",
            target -> {
              Upgrade.Answer answer =
                  answer(target, AgentPeer.upgrade(target).with(EXTENSIONS, "x-unknown; a=1"));
              expect(
                  "101 without " + EXTENSIONS,
                  answer,
                  it -> it.status() == 101 && it.header(EXTENSIONS).isEmpty());
            }),
        refused(
            "handshake.version",
            "RFC 6455 §4.2.2",
            "another version is answered 426 with the one that is spoken",
            upgrade -> upgrade.with("Sec-WebSocket-Version", "8"),
            426),
        agent(
            "handshake.version-named",
            "RFC 6455 §4.4",
            "the answer 426 names version 13",
            target ->
                expect(
                    "Sec-WebSocket-Version: 13",
                    answer(target, AgentPeer.upgrade(target).with("Sec-WebSocket-Version", "25")),
                    it -> it.header("Sec-WebSocket-Version").orElse("").contains("13"))),
        refused(
            "handshake.version-missing",
            "RFC 6455 §4.2.1",
            "an upgrade without a version is refused",
            upgrade -> upgrade.without("Sec-WebSocket-Version"),
            400,
            426),
        refused(
            "handshake.key-missing",
            "RFC 6455 §4.2.1",
            "an upgrade without a key is answered 400",
            upgrade -> upgrade.without("Sec-WebSocket-Key"),
            400),
        refused(
            "handshake.key-short",
            "RFC 6455 §4.2.1",
            "a key that isn't 16 bytes is answered 400",
            upgrade -> upgrade.with("Sec-WebSocket-Key", "c2hvcnQ="),
            400),
        refused(
            "handshake.method",
            "RFC 6455 §4.2.1",
            "a method other than GET is refused",
            upgrade -> upgrade.method("POST").with("Content-Length", "0"),
            400,
            405),
        refused(
            "handshake.token-wrong",
            "protocol.md /ws/agent",
            "a wrong token is answered 401",
            upgrade -> upgrade.with(PROTOCOL, "agent-token, wrong-" + Ids.next()),
            401),
        refused(
            "handshake.token-missing",
            "protocol.md /ws/agent",
            "an upgrade without a token is answered 401",
            upgrade -> upgrade.without(PROTOCOL),
            401),
        agent(
            "handshake.agent-unknown",
            "protocol.md /ws/agent",
            "an agent that doesn't exist is answered 404",
            target -> {
              Upgrade upgrade =
                  new Upgrade(target.agent().resolve(Ids.next().toString()))
                      .with(PROTOCOL, "agent-token, " + target.agentToken());
              expect("404", answer(target, upgrade), it -> it.status() == 404);
            }));
  }

  private static final String PROTOCOL = "Sec-WebSocket-Protocol";
  private static final String EXTENSIONS = "Sec-WebSocket-Extensions";

  private static void accept(Target target) throws IOException {
    Upgrade upgrade = AgentPeer.upgrade(target);
    Upgrade.Answer answer = answer(target, upgrade);
    expect(
        "101, Upgrade: websocket, Connection: Upgrade, Sec-WebSocket-Accept: " + upgrade.accept(),
        answer,
        it ->
            it.status() == 101
                && it.header("Upgrade").orElse("").equalsIgnoreCase("websocket")
                && it.header("Connection").orElse("").equalsIgnoreCase("upgrade")
                && it.header("Sec-WebSocket-Accept").orElse("").equals(upgrade.accept()));
  }

  private static void protocol(Target target) throws IOException {
    expect(
        PROTOCOL + ": agent-token",
        answer(target, AgentPeer.upgrade(target)),
        it -> it.header(PROTOCOL).orElse("").equals("agent-token"));
  }

  private static Check refused(
      String id,
      String section,
      String sentence,
      Function<Upgrade, Upgrade> change,
      Integer... statuses) {
    return agent(
        id,
        section,
        sentence,
        target ->
            expect(
                "status " + Arrays.toString(statuses),
                answer(target, change.apply(AgentPeer.upgrade(target))),
                it -> Arrays.asList(statuses).contains(it.status())));
  }

  private static Upgrade.Answer answer(Target target, Upgrade upgrade) throws IOException {
    try (RawSocket socket = RawSocket.connect(target.agent(), target.patience())) {
      return socket.upgrade(upgrade);
    }
  }

  private static void expect(
      String what, Upgrade.Answer answer, Function<Upgrade.Answer, Boolean> fits) {
    if (!fits.apply(answer)) {
      throw new Unmet(what, answer);
    }
  }
}
