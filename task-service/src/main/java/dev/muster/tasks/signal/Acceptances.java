package dev.muster.tasks.signal;

import dev.muster.event.UpstreamEntry;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Changes;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** An agent that writes anything for an attempt over HTTP has accepted it (protocol §4). */
@ApplicationScoped
public class Acceptances {
  @Inject Changes changes;
  @Inject TaskConfig config;

  /** Changes nothing when it was accepted before, or has ended. */
  public void accept(AttemptRef attempt, UUID agentId) {
    AgentSignal.TaskAccept accept = new AgentSignal.TaskAccept(attempt);
    UpstreamEntry entry =
        new UpstreamEntry(
            accept.kind(), "", agentId, null, null, System.currentTimeMillis(), "{}", Map.of());
    changes.commit(
        change -> {
          List<AcceptedTask> accepted =
              AcceptedTask.accept(
                  change.connection(),
                  List.of(new AttemptSignal(entry, accept)),
                  config.timeoutMargin().toMillis());
          change.tell(accepted.stream().flatMap(AcceptedTask::events).toList());
          return null;
        });
  }
}
