package dev.muster.auth.audit;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/**
 * A line as it is answered.
 *
 * @param actor who did it
 * @param target what it was done to; null when there is nothing to name
 * @param address of the client; null for what a service did by itself
 * @param detail an object of strings
 */
@RegisterForReflection
record AuditLine(
    UUID id,
    Instant at,
    String service,
    Named actor,
    String action,
    Named target,
    String outcome,
    int code,
    String address,
    String requestId,
    @JsonRawValue @Schema(implementation = Object.class) String detail) {

  /** Somebody or something; {@code id} is null for the anonymous and the system. */
  @RegisterForReflection
  record Named(String kind, String id) {}

  static AuditLine of(ResultSet row) throws SQLException {
    String target = row.getString("target_kind");
    return new AuditLine(
        row.getObject("id", UUID.class),
        row.getObject("at", OffsetDateTime.class).toInstant(),
        row.getString("service"),
        new Named(row.getString("actor_kind"), row.getString("actor_id")),
        row.getString("action"),
        target == null ? null : new Named(target, row.getString("target_id")),
        row.getString("outcome"),
        row.getInt("code"),
        row.getString("address"),
        row.getString("request_id"),
        row.getString("detail"));
  }

  AuditCursor cursor() {
    return new AuditCursor(at, id);
  }
}
