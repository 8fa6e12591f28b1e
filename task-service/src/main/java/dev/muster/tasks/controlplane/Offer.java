package dev.muster.tasks.controlplane;

import com.fasterxml.jackson.databind.JsonNode;
import io.quarkus.runtime.annotations.RegisterForReflection;
import java.util.List;

/**
 * What the control plane answers to a look for work. What is in the lists is judged one by one, so
 * that a bad one doesn't make its neighbours unreadable.
 *
 * @param work objects with {@code id} and {@code task}
 * @param cancel ids of work to be stopped
 */
@RegisterForReflection
record Offer(List<JsonNode> work, List<JsonNode> cancel) {
  static final Offer NOTHING = new Offer(null, null);

  Offer {
    work = work == null ? List.of() : List.copyOf(work);
    cancel = cancel == null ? List.of() : List.copyOf(cancel);
  }
}
