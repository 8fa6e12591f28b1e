package dev.muster.tasks.read;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.id.Ids;
import dev.muster.kit.token.Caller;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.queue.JsonText;
import dev.muster.wire.FrameCodec;
import jakarta.ws.rs.QueryParam;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** The filters of the list; each narrows it. Anything else is answered 1001 when it is read. */
public final class TaskQuery {
  private static final int LONGEST = 64;
  private static final int LONGEST_TEXT = 200;
  private static final int MOST_LABELS = 8;

  /** Of these, separated by commas. */
  @QueryParam("status")
  String status;

  @QueryParam("agent_id")
  String agentId;

  @QueryParam("type")
  String type;

  @QueryParam("namespace")
  String namespace;

  @QueryParam("stage")
  String stage;

  /** {@code key:value}; of several all must be there. */
  @QueryParam("label")
  List<String> labels;

  /** Another's than one's own for administrators only. */
  @QueryParam("owner_id")
  String ownerId;

  /** RFC 3339, inclusive. */
  @QueryParam("created_after")
  String createdAfter;

  /** RFC 3339, exclusive. */
  @QueryParam("created_before")
  String createdBefore;

  /** The first eight or more characters of the id; else in the type, stage or last error. */
  @QueryParam("q")
  String text;

  TaskFilter filter(Caller caller) {
    IdRange ids =
        IdRange.of(time("created_after", createdAfter), time("created_before", createdBefore));
    String words = clean("q", text, LONGEST_TEXT);
    boolean isId = words != null && beginsAnId(words);
    return new TaskFilter(
        owner(caller),
        isId ? ids.and(IdRange.startingWith(words)) : ids,
        statuses(),
        id("agent_id", agentId),
        clean("type", type, LONGEST),
        namespace(namespace),
        clean("stage", stage, LONGEST),
        labels == null ? List.of() : labels(labels),
        isId ? null : words);
  }

  static String namespace(String text) {
    return clean("namespace", text, LONGEST);
  }

  private UUID owner(Caller caller) {
    UUID wanted = id("owner_id", ownerId);
    if (caller.isAdmin()) {
      return wanted;
    }
    if (wanted != null && !wanted.equals(caller.userId())) {
      throw new ContractException(ErrorCode.FORBIDDEN, "only administrators see others' tasks");
    }
    return caller.userId();
  }

  private Set<TaskStatus> statuses() {
    Set<TaskStatus> statuses = EnumSet.noneOf(TaskStatus.class);
    if (status != null) {
      for (String each : status.split(",", -1)) {
        statuses.add(
            TaskStatus.parse(each)
                .orElseThrow(
                    () ->
                        ContractException.badParameter(
                            "status", "must be some of queued, running, done, failed, canceled")));
      }
    }
    return statuses;
  }

  private static boolean beginsAnId(String text) {
    String pattern = "xxxxxxxx-xxxx-xxxx-xxxx-xxxxxxxxxxxx";
    return text.length() >= 8
        && text.length() <= pattern.length()
        && text.replaceAll("[0-9a-fA-F]", "x").equals(pattern.substring(0, text.length()));
  }

  private static List<String> labels(List<String> wanted) {
    if (wanted.size() > MOST_LABELS) {
      throw ContractException.badParameter("label", "at most " + MOST_LABELS);
    }
    List<String> labels = new ArrayList<>();
    for (String each : wanted) {
      String label = clean("label", each, 2 * LONGEST_TEXT);
      int colon = label.indexOf(':');
      if (colon < 1) {
        throw ContractException.badParameter("label", "must be key:value");
      }
      labels.add(
          JsonText.write(
              FrameCodec.JSON
                  .createObjectNode()
                  .put(label.substring(0, colon), label.substring(colon + 1))));
    }
    return labels;
  }

  private static UUID id(String name, String text) {
    return text == null
        ? null
        : Ids.parse(text).orElseThrow(() -> ContractException.badParameter(name, "must be a UUID"));
  }

  private static Instant time(String name, String text) {
    try {
      return text == null ? null : OffsetDateTime.parse(text).toInstant();
    } catch (DateTimeException e) {
      throw ContractException.badParameter(name, "must be a time as RFC 3339");
    }
  }

  private static String clean(String name, String value, int longest) {
    if (value != null
        && (value.isEmpty() || value.indexOf('\0') >= 0 || value.length() > longest)) {
      throw ContractException.badParameter(name, "must have 1 to " + longest + " characters");
    }
    return value;
  }
}
