package dev.muster.tasks.intake;

/** The statements on {@code agent_intake}. */
final class IntakeSql {
  /** An older version changes nothing. */
  static final String NOTE =
      """
      insert into agent_intake as old (agent_id, mode, version) values (?, ?, ?)
      on conflict (agent_id) do update
        set mode = excluded.mode, version = excluded.version, changed_at = now()
        where old.version < excluded.version
      """;

  /** Where dispatch rounds may look at the agent, by primary key. */
  static final String SESSION_NAMESPACE = "select namespace from agent_session where agent_id = ?";

  private IntakeSql() {}
}
