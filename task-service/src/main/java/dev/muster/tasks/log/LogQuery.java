package dev.muster.tasks.log;

import dev.muster.error.ContractException;
import dev.muster.id.Ids;
import java.util.UUID;

/** Which output is asked for: of a task and phase, from an offset in bytes. */
record LogQuery(UUID taskId, String phase, long offset) {
  static final String PHASE_RULE = "must be 1 to 64 printable characters";

  static LogQuery of(String id, String phase, String offset) {
    UUID taskId = Ids.parse(id).orElseThrow(() -> ContractException.notFound("task"));
    String wanted = phase == null ? "run" : phase;
    if (!isPhase(wanted)) {
      throw ContractException.badParameter("phase", PHASE_RULE);
    }
    return new LogQuery(taskId, wanted, parse(offset));
  }

  static boolean isPhase(String text) {
    return !text.isEmpty()
        && text.length() <= 64
        && text.chars().noneMatch(Character::isISOControl);
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
