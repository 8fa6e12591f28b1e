package dev.muster.tasks.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.tasks.queue.JsonText;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/**
 * An event as its readers see it.
 *
 * @param type and {@code payload} are those of the frame on {@code /ws}
 */
public record EventView(int offset, String type, OffsetDateTime at, JsonNode payload) {

  /** Those of a row of {@code task_change}. */
  static List<EventView> of(UUID taskId, ResultSet row) throws SQLException {
    List<EventView> views = new ArrayList<>();
    int offset = row.getInt("last") - row.getInt("count");
    OffsetDateTime at = row.getObject("at", OffsetDateTime.class);
    for (JsonNode event : JsonText.read(row.getString("events"))) {
      String type = event.path("type").asText();
      ObjectNode payload = NewEvent.emptyPayload().put("task_id", taskId.toString());
      payload.setAll((ObjectNode) event.path("payload"));
      String result = row.getString("result");
      if (result != null && type.equals("task/result")) {
        payload.set("result", JsonText.read(result));
      }
      views.add(new EventView(++offset, type, at, payload));
    }
    return views;
  }
}
