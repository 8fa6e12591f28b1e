package dev.muster.conformance.check;

import dev.muster.id.Ids;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** A good payload of every kind that an agent may send. */
final class Signals {
  private static final String IDS =
      "\"task_id\":\"%s\",\"lease_id\":\"no-such-lease\",\"attempt\":1".formatted(Ids.next());

  /** Kinds about an attempt, which the server acknowledges once it has looked at it. */
  static final List<String> OF_ATTEMPTS =
      List.of(
          "task_accept", "task_reject", "task_progress", "task_log", "task_result", "task_error");

  private static final Map<String, String> GOOD =
      new TreeMap<>(
          Map.of(
              "agent_register",
              "{\"slots\":0}",
              "heartbeat",
              "{\"cpu_percent\":1.5,\"memory_percent\":2,\"running\":0,\"free_slots\":0}",
              "task_pull",
              "{\"slots\":1}",
              "task_accept",
              "{" + IDS + "}",
              "task_reject",
              "{" + IDS + ",\"reason\":\"busy\"}",
              "task_progress",
              "{" + IDS + ",\"percent\":50,\"stage\":\"half\",\"data\":{\"delta\":\"x\"}}",
              "task_log",
              "{"
                  + IDS
                  + ",\"phase\":\"run\",\"stream\":\"stdout\",\"offset\":0,\"content\":\"x\"}",
              "task_result",
              "{" + IDS + ",\"result\":{\"a\":1},\"exit_code\":0}",
              "task_error",
              "{" + IDS + ",\"kind\":\"failed\",\"message\":\"no\"}",
              "agent_goodbye",
              "{\"reason\":\"bye\"}"));

  /** A kind with a payload. */
  record Example(String kind, String payload) {}

  private Signals() {}

  static List<Example> but(String kind) {
    return Stream.concat(
            GOOD.entrySet().stream()
                .filter(each -> !each.getKey().equals(kind))
                .map(each -> new Example(each.getKey(), each.getValue())),
            Stream.of(new Example("ack", "{\"message_id\":\"nothing\",\"code\":0}")))
        .toList();
  }

  static String good(String kind) {
    return GOOD.get(kind);
  }

  /** The payload of an attempt with one member more, or another. */
  static String with(String members) {
    return "{" + IDS + "," + members + "}";
  }
}
