package dev.muster.tasks.policy;

/** The statements on {@code namespace_policy}. */
final class PolicySql {
  /** An older version changes nothing. */
  static final String NOTE =
      """
      insert into namespace_policy as old (namespace, weight, quota, paused, version)
      values (?, ?, nullif(?, 0), ?, ?)
      on conflict (namespace) do update
        set weight = excluded.weight, quota = excluded.quota, paused = excluded.paused,
          version = excluded.version
        where old.version < excluded.version
      """;

  /** Through agent_session_connected; the sweeper looks at those that are too many. */
  static final String CONNECTED =
      """
      select agent_id from agent_session
      where namespace = ? and lost_at is null and slots > 0
      limit 2000
      """;

  private PolicySql() {}
}
