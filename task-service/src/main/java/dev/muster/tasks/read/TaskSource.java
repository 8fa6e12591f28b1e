package dev.muster.tasks.read;

import dev.muster.task.TaskStatus;

/**
 * Where the tasks of a list are looked for: each is an index that has the newest first, or few
 * rows.
 */
enum TaskSource {
  /** Few tasks have the labels. */
  LABELED,
  OF_AGENT,
  /** No more than there are slots. */
  RUNNING,
  FAILED,
  OWN,
  ALL;

  /**
   * @param rareLabels whether labels are asked for that few tasks have
   */
  static TaskSource of(TaskFilter filter, boolean rareLabels) {
    if (rareLabels) {
      return LABELED;
    }
    if (filter.agentId() != null) {
      return OF_AGENT;
    }
    if (filter.isOnly(TaskStatus.RUNNING)) {
      return RUNNING;
    }
    if (filter.isFailed()) {
      return FAILED;
    }
    return filter.ownerId() == null ? ALL : OWN;
  }

  /** The conditions that the source's index answers, without those on ids. */
  Condition condition(TaskFilter filter) {
    Condition condition = new Condition();
    switch (this) {
      case LABELED -> filter.labels().forEach(label -> condition.and("labels @> ?::jsonb", label));
      case OF_AGENT -> condition.and("agent_id = ?", filter.agentId());
      case RUNNING -> condition.and("status = 'running'");
      case FAILED -> condition.and("status = 'failed'");
      case OWN -> condition.and("owner_id = ?", filter.ownerId());
      case ALL -> {}
    }
    if (filter.ids().from() != null) {
      condition.and("id >= ?", filter.ids().from());
    }
    if (filter.ids().before() != null) {
      condition.and("id < ?", filter.ids().before());
    }
    return condition;
  }
}
