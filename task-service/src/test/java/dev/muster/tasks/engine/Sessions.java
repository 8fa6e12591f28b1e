package dev.muster.tasks.engine;

import dev.muster.internal.SessionOpen;
import dev.muster.internal.SessionOpened;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.session.AgentSessions;
import dev.muster.wire.AttemptRef;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** A gateway's announcement of an agent. */
final class Sessions {
  private Sessions() {}

  static SessionOpened open(
      Wiring replica,
      UUID agentId,
      String session,
      String namespace,
      int slots,
      List<AttemptRef> running) {
    return open(replica, agentId, session, "gw", namespace, slots, running);
  }

  static SessionOpened open(
      Wiring replica,
      UUID agentId,
      String session,
      String gateway,
      String namespace,
      int slots,
      List<AttemptRef> running) {
    SessionOpen open =
        new SessionOpen(
            session,
            gateway,
            namespace,
            "public",
            List.of(),
            slots,
            Map.of(),
            running.stream()
                .map(ref -> new SessionOpen.Attempt(ref.taskId(), ref.leaseId(), ref.attempt()))
                .toList(),
            null);
    AgentSessions sessions = replica.get(AgentSessions.class);
    return replica
        .get(Changes.class)
        .commit(change -> sessions.open(change, agentId, open))
        .opened();
  }
}
