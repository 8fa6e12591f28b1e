package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import java.util.UUID;

/** Which output is asked for: of a task and phase, from an offset in bytes. */
record LogQuery(UUID taskId, String phase, long offset) {

  static LogQuery of(String id, String phase, String offset) {
    UUID taskId = Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
    String wanted = phase == null ? "run" : phase;
    if (wanted.isEmpty()
        || wanted.length() > 64
        || wanted.chars().anyMatch(Character::isISOControl)) {
      throw ContractException.badParameter("phase", "must be 1 to 64 printable characters");
    }
    return new LogQuery(taskId, wanted, parse(offset));
  }

  private static long parse(String offset) {
    if (offset == null) {
      return 0;
    }
    try {
      long value = Long.parseLong(offset);
      if (value >= 0) {
        return value;
      }
    } catch (NumberFormatException e) {
      // Answered below, as a negative number is.
    }
    throw ContractException.badParameter("offset", "must be a number of bytes, 0 or more");
  }
}
