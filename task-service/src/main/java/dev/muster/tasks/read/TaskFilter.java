package dev.muster.tasks.read;

import dev.muster.task.Stages;
import dev.muster.task.TaskStatus;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * Which tasks a list shows.
 *
 * @param ownerId null for everybody's
 * @param statuses empty for all
 * @param labels JSON objects of one label each; all of them must be there
 * @param text in the type, the stage or the last error; null for any
 */
record TaskFilter(
    UUID ownerId,
    IdRange ids,
    Set<TaskStatus> statuses,
    UUID agentId,
    String type,
    String namespace,
    String stage,
    List<String> labels,
    String text) {

  TaskFilter within(IdRange range) {
    return new TaskFilter(
        ownerId, ids.and(range), statuses, agentId, type, namespace, stage, labels, text);
  }

  boolean isOnly(TaskStatus status) {
    return statuses.equals(Set.of(status));
  }

  boolean isFailed() {
    return isOnly(TaskStatus.FAILED) || Stages.DEAD_LETTER.equals(stage);
  }

  /** What the tasks of the source must be besides. */
  Condition condition(TaskSource source) {
    Condition condition = new Condition();
    if (ownerId != null && source != TaskSource.OWN) {
      condition.and("owner_id = ?", ownerId);
    }
    if (!statuses.isEmpty()) {
      condition.and(
          "status in ('"
              + String.join("', '", statuses.stream().map(TaskStatus::wire).sorted().toList())
              + "')");
    }
    if (agentId != null && source != TaskSource.OF_AGENT) {
      condition.and("agent_id = ?", agentId);
    }
    if (type != null) {
      condition.and("type = ?", type);
    }
    if (namespace != null) {
      condition.and("namespace = ?", namespace);
    }
    if (stage != null) {
      condition.and("stage = ?", stage);
    }
    for (String label : source == TaskSource.LABELED ? List.<String>of() : labels) {
      condition.and("labels @> ?::jsonb", label);
    }
    if (text != null) {
      condition.and(ListSql.HAS_TEXT, text, text, text);
    }
    return condition;
  }
}
