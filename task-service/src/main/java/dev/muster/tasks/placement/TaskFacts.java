package dev.muster.tasks.placement;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** What decides about one task, as it and its namespace are now. */
record TaskFacts(
    UUID id,
    String status,
    String stage,
    OffsetDateTime runAt,
    String namespace,
    long routeId,
    UUID ownerId,
    int priority,
    int failures,
    int attempt,
    UUID agentId,
    OffsetDateTime dispatchedAt,
    OffsetDateTime finishedAt,
    String concurrencyKey,
    int concurrencyLimit,
    long keyRunning,
    String rateKey,
    OffsetDateTime avoidUntil,
    Set<UUID> avoided,
    String turnedDown,
    UUID wantedAgent,
    List<String> capabilities,
    boolean privateToo,
    boolean namespacePaused,
    Integer quota,
    long namespaceRunning) {

  static TaskFacts of(ResultSet row) throws SQLException {
    return new TaskFacts(
        row.getObject("id", UUID.class),
        row.getString("status"),
        row.getString("stage"),
        time(row, "run_at"),
        row.getString("namespace"),
        row.getLong("route_id"),
        row.getObject("owner_id", UUID.class),
        row.getInt("priority"),
        row.getInt("failed_attempts"),
        row.getInt("attempt"),
        row.getObject("agent_id", UUID.class),
        time(row, "dispatched_at"),
        time(row, "finished_at"),
        row.getString("concurrency_key"),
        row.getInt("concurrency_limit"),
        row.getLong("key_running"),
        row.getString("rate_limit_key"),
        time(row, "avoid_until"),
        Set.of((UUID[]) row.getArray("avoided_agents").getArray()),
        row.getString("turned_down"),
        row.getObject("wanted_agent", UUID.class),
        Arrays.asList((String[]) row.getArray("capabilities").getArray()),
        row.getBoolean("private_too"),
        row.getBoolean("namespace_paused"),
        row.getObject("quota", Integer.class),
        row.getLong("namespace_running"));
  }

  static OffsetDateTime time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class);
  }
}
