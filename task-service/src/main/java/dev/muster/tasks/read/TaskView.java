package dev.muster.tasks.read;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.tasks.queue.JsonText;
import dev.muster.wire.FrameCodec;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * A task as H17 shows it. Times are RFC 3339; {@code timeout} is seconds; {@code input}, {@code
 * result}, {@code labels} and the terms are left out of lists.
 */
public record TaskView(
    UUID taskId,
    String status,
    String stage,
    Float percent,
    String type,
    UUID agentId,
    int attempt,
    int priority,
    String namespace,
    List<String> capabilities,
    UUID requestedAgentId,
    UUID ownerId,
    double timeout,
    int maxAttempts,
    OffsetDateTime createdAt,
    OffsetDateTime runAt,
    OffsetDateTime dispatchedAt,
    OffsetDateTime acceptedAt,
    OffsetDateTime finishedAt,
    JsonNode labels,
    JsonNode input,
    JsonNode result,
    Failure error,
    Integer exitCode,
    @JsonUnwrapped TaskTerms terms) {

  /** Why the last ended attempt didn't end with a result. */
  public record Failure(String kind, String message) {}

  static TaskView of(ResultSet row, boolean whole) throws SQLException {
    String errorKind = row.getString("error_kind");
    return new TaskView(
        row.getObject("id", UUID.class),
        row.getString("status"),
        row.getString("stage"),
        row.getObject("percent", Float.class),
        row.getString("type"),
        row.getObject("agent_id", UUID.class),
        row.getInt("attempt"),
        row.getInt("priority"),
        row.getString("namespace"),
        Arrays.asList((String[]) row.getArray("capabilities").getArray()),
        row.getObject("requested_agent_id", UUID.class),
        row.getObject("owner_id", UUID.class),
        row.getLong("timeout_ms") / 1000.0,
        row.getInt("max_attempts"),
        time(row, "created_at"),
        time(row, "run_at"),
        time(row, "dispatched_at"),
        time(row, "accepted_at"),
        time(row, "finished_at"),
        whole ? labels(row) : null,
        whole ? JsonText.read(row.getString("input")) : null,
        whole ? JsonText.read(row.getString("result")) : null,
        errorKind == null ? null : new Failure(errorKind, row.getString("error_message")),
        row.getObject("exit_code", Integer.class),
        whole ? TaskTerms.of(row) : null);
  }

  private static JsonNode labels(ResultSet row) throws SQLException {
    String labels = row.getString("labels");
    return labels == null ? FrameCodec.JSON.createObjectNode() : JsonText.read(labels);
  }

  static OffsetDateTime time(ResultSet row, String column) throws SQLException {
    return row.getObject(column, OffsetDateTime.class);
  }
}
