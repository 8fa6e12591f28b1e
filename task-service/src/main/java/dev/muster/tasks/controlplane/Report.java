package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.tasks.read.TaskView;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/**
 * What happened to one piece of work since it was last told.
 *
 * @param changes of its task's state, oldest first; each has the {@code position} of its event
 * @param outcome null until the task has ended
 */
@RegisterForReflection
record Report(String id, UUID taskId, List<ObjectNode> changes, Outcome outcome) {
  /** Reports that travel together. */
  @RegisterForReflection
  record Batch(String scope, List<Report> reports) {}

  /** The end, as it was committed. */
  @RegisterForReflection
  record Outcome(
      String status,
      JsonNode result,
      TaskView.Failure error,
      Integer exitCode,
      int attempt,
      OffsetDateTime finishedAt) {

    static Outcome of(TaskView task) {
      return new Outcome(
          task.status(),
          task.result(),
          task.error(),
          task.exitCode(),
          task.attempt(),
          task.finishedAt());
    }
  }
}
