package dev.muster.conformance.check;

import static dev.muster.conformance.Check.agent;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.conformance.Check;
import dev.muster.conformance.Target;
import dev.muster.conformance.Unmet;
import dev.muster.conformance.peer.AgentPeer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Frames about attempts that this agent doesn't hold. */
public final class AgentAttempts {
  private static final String SECTION = "protocol.md /ws/agent, acknowledgement";
  private static final String NONE =
      "\"task_id\":\"0198c000-0000-7000-8000-000000000000\",\"lease_id\":\"none\",\"attempt\":1";

  private AgentAttempts() {}

  public static List<Check> checks() {
    List<Check> checks = new ArrayList<>();
    for (String kind : Signals.OF_ATTEMPTS) {
      checks.add(
          agent(
                  "attempt." + kind,
                  SECTION,
                  kind + " of an attempt that isn't the agent's is refused with 2001 or 2002",
                  target -> {
                    try (AgentPeer peer = AgentPeer.registered(target)) {
                      peer.expectAck(peer.say(kind, Signals.good(kind)), 2001, 2002);
                      peer.expectAlive();
                    }
                  })
              .needing(Check.Needs.TASKS));
    }
    checks.add(
        agent(
                "attempt.duplicate",
                SECTION,
                "a refused frame that comes again is refused the same again",
                AgentAttempts::duplicate)
            .needing(Check.Needs.TASKS));
    checks.add(
        agent(
                "attempt.running",
                "protocol.md /ws/agent, 1",
                "an attempt that the agent says it runs and doesn't hold is in abandon",
                AgentAttempts::abandon)
            .needing(Check.Needs.TASKS));
    return checks;
  }

  private static void duplicate(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.registered(target)) {
      String frame =
          AgentPeer.frame("conformance-duplicate", "task_result", Signals.good("task_result"));
      peer.text(frame);
      JsonNode first = peer.expectAck("conformance-duplicate", 2001, 2002).path("payload");
      peer.text(frame);
      JsonNode second = peer.expectAck("conformance-duplicate", 2001, 2002).path("payload");
      if (!first.equals(second)) {
        throw new Unmet(first, second);
      }
    }
  }

  private static void abandon(Target target) throws IOException {
    try (AgentPeer peer = AgentPeer.upgraded(target)) {
      String unused = peer.say("agent_register", "{\"slots\":0,\"running\":[{" + NONE + "}]}");
      JsonNode frame = peer.answer();
      if (frame.path("message_kind").asText().equals("ack")) {
        frame = peer.answer();
      }
      JsonNode abandon = frame.path("payload").path("abandon");
      if (abandon.size() != 1 || !abandon.path(0).path("lease_id").asText().equals("none")) {
        throw new Unmet("abandon with that one attempt", frame);
      }
    }
  }
}
