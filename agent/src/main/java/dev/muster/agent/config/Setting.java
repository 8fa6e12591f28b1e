package dev.muster.agent.config;

import java.util.ArrayList;
import java.util.List;

/** The names of all settings, as environment variables and as keys of the properties file. */
enum Setting {
  MUSTER_URL("http(s) address of the server, such as https://muster.example.org", null),
  MUSTER_ENROLLMENT_TOKEN("lets a new agent register itself, in place of id and token", null),
  MUSTER_ENROLLMENT_TOKEN_FILE("file that holds it, instead of MUSTER_ENROLLMENT_TOKEN", null),
  MUSTER_AGENT_ID("id of this agent, from its registration", null),
  MUSTER_AGENT_TOKEN("token of this agent", null),
  MUSTER_AGENT_TOKEN_FILE("file that holds the token, instead of MUSTER_AGENT_TOKEN", null),
  MUSTER_AGENT_DATA("folder for what must survive a restart", null),
  MUSTER_AGENT_NAME("name to enrol with; empty: the host's", null),
  MUSTER_AGENT_SLOTS("tasks that run at once, 1 to 1000", "4"),
  MUSTER_AGENT_CAPABILITIES("comma list of [a-z0-9._-]; empty: those of the registration", ""),
  MUSTER_AGENT_LABELS("comma list of name=value", ""),
  MUSTER_AGENT_GRACE("seconds that running tasks may go on after SIGTERM", "30"),
  MUSTER_AGENT_KILL_GRACE("seconds between TERM and KILL when a task's time is up", "10"),
  MUSTER_AGENT_OUTBOX_MB("unacknowledged results kept on disk before tasks are refused", "64"),
  MUSTER_LOG("text or json", "text");

  private final String meaning;
  private final String otherwise;

  Setting(String meaning, String otherwise) {
    this.meaning = meaning;
    this.otherwise = otherwise;
  }

  String otherwise() {
    return otherwise;
  }

  static boolean known(String name) {
    for (Setting setting : values()) {
      if (setting.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  static List<String> table() {
    List<String> lines = new ArrayList<>();
    for (Setting setting : values()) {
      String end =
          setting.otherwise == null || setting.otherwise.isEmpty()
              ? ""
              : " (" + setting.otherwise + ")";
      lines.add("  %-28s %s%s".formatted(setting.name(), setting.meaning, end));
    }
    return lines;
  }
}
