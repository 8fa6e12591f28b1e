package dev.muster.tasks.read;

import dev.muster.error.ContractException;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.UUID;

/**
 * The place after a task in the list, which is ordered by id: what is new meanwhile comes before
 * it.
 */
final class TaskCursor {
  private TaskCursor() {}

  static String after(UUID id) {
    byte[] bytes =
        ByteBuffer.allocate(16)
            .putLong(id.getMostSignificantBits())
            .putLong(id.getLeastSignificantBits())
            .array();
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  /** The ids that come after it. */
  static IdRange parse(String cursor) {
    try {
      byte[] bytes = Base64.getUrlDecoder().decode(cursor);
      if (bytes.length == 16) {
        ByteBuffer id = ByteBuffer.wrap(bytes);
        return new IdRange(null, new UUID(id.getLong(), id.getLong()));
      }
    } catch (IllegalArgumentException e) {
      // It is none.
    }
    throw ContractException.badParameter("cursor", "must be a next_cursor of this list");
  }
}
