package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import dev.muster.conformance.raw.RawFrame;
import dev.muster.id.Ids;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The life of an agent's connection: before, while and after it is registered. */
public final class AgentStates {
  private static final String SECTION = "protocol.md /ws/agent, 1";
  private static final String LEAVING = "protocol.md /ws/agent, life";

  private AgentStates() {}

  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (Signals.Example signal : Signals.but("agent_register")) {
      checks.add(
          agent(
              "state.first-" + signal.kind(),
              SECTION,
              signal.kind() + " before agent_register ends the connection with 1008",
              target -> {
                try (AgentPeer peer = AgentPeer.upgraded(target)) {
                  String unused = peer.say(signal.kind(), signal.payload());
                  peer.expectClose(1008);
                }
              }));
    }
    checks.addAll(beginning());
    for (Signals.Example signal : Signals.but("agent_register")) {
      checks.add(
          agent(
              "state.opening-" + signal.kind(),
              SECTION,
              signal.kind() + " right behind agent_register doesn't disturb it",
              target -> opening(target, signal)));
    }
    checks.addAll(leaving());
    return checks;
  }

  private static List<Check> beginning() {
    return List.of(
        agent(
            "state.register",
            SECTION,
            "agent_register is answered by its ack and agent_registered, with all that it tells",
            AgentStates::register),
        agent(
            "state.first-unknown",
            SECTION,
            "an unknown kind before agent_register ends the connection with 1008",
            target -> {
              try (AgentPeer peer = AgentPeer.upgraded(target)) {
                peer.text(AgentPeer.probe(Ids.next().toString()));
                peer.expectClose(1008);
              }
            }),
        agent(
            "state.first-malformed",
            SECTION,
            "agent_register with a wrong payload is an error, and a right one may follow",
            target -> {
              try (AgentPeer peer = AgentPeer.upgraded(target)) {
                peer.expectError(peer.say("agent_register", "{\"slots\":\"many\"}"));
                peer.register();
              }
            }),
        agent(
            "state.first-nameless",
            SECTION,
            "a frame without message_id before agent_register is dropped",
            target -> {
              try (AgentPeer peer = AgentPeer.upgraded(target)) {
                peer.text("{\"message_kind\":\"agent_register\",\"payload\":{\"slots\":0}}");
                peer.register();
              }
            }),
        agent(
            "state.register-repeated",
            SECTION,
            "agent_register that comes again with its message_id is acknowledged again",
            target -> again(target, true, 0)),
        agent(
            "state.register-twice",
            SECTION,
            "a second agent_register is refused with 2002",
            target -> again(target, false, 2002)),
        agent(
            "state.newest",
            "protocol.md, close codes",
            "a newer connection of the agent ends the older one with 4409",
            target -> {
              try (AgentPeer old = AgentPeer.registered(target);
                  AgentPeer young = AgentPeer.registered(target)) {
                old.expectClose(4409);
                young.expectAlive();
              }
            }));
  }

  private static List<Check> leaving() {
    return List.of(
        agent(
            "state.goodbye",
            LEAVING,
            "agent_goodbye is acknowledged, with or without a reason",
            target -> {
              for (String payload : List.of("{}", "{\"reason\":\"upgrade\"}")) {
                try (AgentPeer peer = AgentPeer.registered(target)) {
                  peer.expectAck(peer.say("agent_goodbye", payload), 0);
                }
              }
            }),
        agent(
            "state.after-goodbye",
            LEAVING,
            "after agent_goodbye frames are answered until the connection ends",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.expectAck(peer.say("agent_goodbye", "{}"), 0);
                peer.expectAck(peer.say("agent_goodbye", "{}"), 0);
                peer.expectAck(peer.say("task_pull", "{\"slots\":1}"), 0);
                peer.expectAck(peer.say("agent_register", AgentPeer.REGISTER), 2002);
                peer.expectAlive();
              }
            }),
        agent(
            "state.return",
            LEAVING,
            "after agent_goodbye the agent may come back",
            target -> {
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.expectAck(peer.say("agent_goodbye", "{}"), 0);
              }
              try (AgentPeer peer = AgentPeer.registered(target)) {
                peer.expectAlive();
              }
            }));
  }

  private static void register(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.upgraded(target)) {
      String unused = peer.say("agent_register", AgentPeer.REGISTER);
      JsonNode frame = peer.answer();
      if (frame.path("message_kind").asText().equals("ack")) {
        frame = peer.answer();
      }
      JsonNode payload = frame.path("payload");
      boolean whole =
          frame.path("message_kind").asText().equals("agent_registered")
              && Ids.parse(frame.path("message_id").asText()).isPresent()
              && frame.path("timestamp").isIntegralNumber()
              && !payload.path("session_id").asText().isEmpty()
              && payload.path("heartbeat_interval_ms").asLong() > 0
              && payload.path("resend").path("initial_ms").asLong() > 0
              && payload.path("resend").path("max_ms").asLong() > 0
              && payload.path("resend").path("tries").asInt() > 0
              && payload.path("limits").path("max_frame_bytes").asInt() > 0
              && payload.path("limits").path("max_result_bytes").asInt() > 0
              && payload.path("abandon").isArray();
      if (!whole) {
        throw new Unmet("agent_registered with session, heartbeat, resend, limits, abandon", frame);
      }
    }
  }

  private static void again(Target target, boolean same, int code) throws IOException {
    try (AgentPeer peer = AgentPeer.upgraded(target)) {
      String id = peer.say("agent_register", AgentPeer.REGISTER);
      JsonNode first = peer.answer();
      JsonNode second = peer.answer();
      String next = same ? id : Ids.next().toString();
      peer.text(AgentPeer.frame(next, "agent_register", AgentPeer.REGISTER));
      peer.expectAck(next, code);
      peer.expectAlive();
      if (!(first + " " + second).contains("agent_registered")) {
        throw new Unmet("agent_registered", first + " " + second);
      }
    }
  }

  /** It may be answered or not: the agent sends it again, as nothing else was promised. */
  private static void opening(Target target, Signals.Example signal) throws IOException {
    try (AgentPeer peer = AgentPeer.upgraded(target)) {
      String id = Ids.next().toString();
      peer.send(
          Breach.together(
              RawFrame.text(AgentPeer.frame(id, "agent_register", AgentPeer.REGISTER)),
              RawFrame.text(
                  AgentPeer.frame(Ids.next().toString(), signal.kind(), signal.payload()))));
      boolean registered = false;
      boolean acknowledged = false;
      while (!registered || !acknowledged) {
        JsonNode frame = peer.answer();
        registered |= frame.path("message_kind").asText().equals("agent_registered");
        acknowledged |=
            frame.path("message_kind").asText().equals("ack")
                && frame.path("payload").path("message_id").asText().equals(id);
      }
    }
  }
}
