package dev.muster.tasks.pause;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.sql.Array;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** What isn't started until it is resumed. What it doesn't depend on is left out. */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record PauseView(
    UUID id,
    String namespace,
    String type,
    UUID agentId,
    List<String> capabilities,
    String reason,
    UUID pausedBy,
    OffsetDateTime pausedAt) {

  static PauseView of(ResultSet row) throws SQLException {
    Array capabilities = row.getArray("capabilities");
    return new PauseView(
        row.getObject("id", UUID.class),
        row.getString("namespace"),
        row.getString("type"),
        row.getObject("agent_id", UUID.class),
        capabilities == null ? null : List.of((String[]) capabilities.getArray()),
        row.getString("reason"),
        row.getObject("paused_by", UUID.class),
        row.getObject("paused_at", OffsetDateTime.class));
  }
}
