package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;
import java.util.UUID;

/** What became of an offer; whatever isn't in it is to be offered again. */
@RegisterForReflection
record Acknowledgements(String scope, List<Answer> work, List<Answer> cancel) {
  boolean isEmpty() {
    return work.isEmpty() && cancel.isEmpty();
  }

  /**
   * The answer to one piece of work, or to one cancel.
   *
   * @param id as it was sent, also where it is no id
   * @param taskId null where there is no task
   * @param code 0, or why not, of the error catalogue
   */
  @RegisterForReflection
  record Answer(JsonNode id, UUID taskId, int code, String message) {
    static Answer ok(JsonNode id, UUID taskId) {
      return new Answer(id, taskId, 0, "OK");
    }
  }
}
