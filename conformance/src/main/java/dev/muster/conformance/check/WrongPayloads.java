package dev.muster.conformance.check;

import java.util.ArrayList;
import java.util.List;

/** Payloads that aren't those of a kind: at most as many as a server bears. */
final class WrongPayloads {
  private static final List<String> OF_ANY = List.of("7", "[]", "\"x\"");
  private static final List<String> OF_ATTEMPT =
      List.of(
          "{}",
          "{\"task_id\":\"no-uuid\",\"lease_id\":\"l\",\"attempt\":1}",
          "{\"task_id\":7,\"lease_id\":\"l\",\"attempt\":1}",
          "{\"task_id\":\"0198c000-0000-7000-8000-000000000000\",\"lease_id\":\"\",\"attempt\":1}",
          "{\"task_id\":\"0198c000-0000-7000-8000-000000000000\",\"lease_id\":\"l\",\"attempt\":0}",
          "{\"task_id\":\"0198c000-0000-7000-8000-000000000000\",\"lease_id\":\"l\",\"attempt\":1.5}");

  private WrongPayloads() {}

  static List<String> of(String kind) {
    List<String> all = new ArrayList<>(OF_ANY);
    if (Signals.OF_ATTEMPTS.contains(kind)) {
      all.addAll(OF_ATTEMPT);
    }
    all.addAll(
        switch (kind) {
          case "agent_register" ->
              List.of(
                  "{}",
                  "{\"slots\":-1}",
                  "{\"slots\":1.5}",
                  "{\"slots\":0,\"capabilities\":\"all\"}",
                  "{\"slots\":0,\"capabilities\":[7]}",
                  "{\"slots\":0,\"labels\":[]}",
                  "{\"slots\":0,\"running\":[{}]}");
          case "heartbeat" ->
              List.of(
                  "{\"cpu_percent\":101}",
                  "{\"cpu_percent\":\"much\"}",
                  "{\"memory_percent\":-1}",
                  "{\"running\":-1}",
                  "{\"free_slots\":1e9}");
          case "task_pull" -> List.of("{\"slots\":0}", "{\"slots\":\"1\"}", "{\"slots\":1e30}");
          case "task_reject" -> List.of(Signals.with("\"reason\":7"), Signals.good("task_accept"));
          case "task_progress" ->
              List.of(
                  Signals.with("\"percent\":101"),
                  Signals.with("\"percent\":\"half\""),
                  Signals.with("\"stage\":7"),
                  Signals.with("\"message\":[]"));
          case "task_log" ->
              List.of(
                  Signals.with("\"stream\":\"stdin\",\"offset\":0,\"content\":\"x\""),
                  Signals.with("\"stream\":\"stdout\",\"offset\":-1,\"content\":\"x\""),
                  Signals.with("\"stream\":\"stdout\",\"offset\":0"),
                  Signals.with("\"stream\":\"stdout\",\"offset\":0,\"content_base64\":\"!\""),
                  Signals.with(
                      "\"stream\":\"stdout\",\"offset\":0,\"content\":\"x\",\"content_base64\":\"eA==\""));
          case "task_result" ->
              List.of(
                  Signals.with("\"exit_code\":\"0\""), Signals.with("\"exit_code\":99999999999"));
          case "task_error" ->
              List.of(
                  Signals.with("\"kind\":\"broken\",\"message\":\"x\""),
                  Signals.with("\"kind\":\"failed\""),
                  Signals.with("\"kind\":\"failed\",\"message\":\"x\",\"retryable\":\"yes\""));
          case "agent_goodbye" -> List.of("{\"reason\":7}");
          case "ack" ->
              List.of("{}", "{\"message_id\":7}", "{\"message_id\":\"x\",\"code\":\"none\"}");
          default -> List.<String>of();
        });
    return all;
  }
}
