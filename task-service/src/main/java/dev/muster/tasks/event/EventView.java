package dev.muster.tasks.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.tasks.queue.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.UUID;

/**
 * An event as its readers see it.
 *
 * @param type and {@code payload} are those of the frame on {@code /ws}
 */
public record EventView(int offset, String type, OffsetDateTime at, JsonNode payload) {

  static EventView of(UUID taskId, ResultSet row) throws SQLException {
    ObjectNode payload = NewEvent.emptyPayload().put("task_id", taskId.toString());
    payload.setAll((ObjectNode) JsonText.read(row.getString("payload")));
    String result = row.getString("result");
    if (result != null) {
      payload.set("result", JsonText.read(result));
    }
    return new EventView(
        row.getInt("position"),
        row.getString("type"),
        row.getObject("at", OffsetDateTime.class),
        payload);
  }
}
