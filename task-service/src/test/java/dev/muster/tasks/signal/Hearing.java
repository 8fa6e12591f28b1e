package dev.muster.tasks.signal;

import dev.muster.event.StatusKinds;
import dev.muster.event.UpstreamEntry;
import dev.muster.id.Ids;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.tasks.engine.Wiring;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Entries of the gateways' streams, and the consumers that they come to. */
public final class Hearing {
  private static final String GATEWAY = "gw";

  private Hearing() {}

  public static void start(Wiring replica) {
    replica.start(Consumers.class);
  }

  public static UpstreamEntry said(UUID agentId, AgentSignal signal) {
    return entry(signal.kind(), agentId, "s", FrameCodec.payload(signal).toString());
  }

  public static UpstreamEntry undeliverable(UUID agentId, AttemptRef attempt) {
    return entry(
        StatusKinds.UNDELIVERABLE,
        agentId,
        "one that has ended",
        "{\"task_id\":\"%s\",\"lease_id\":\"%s\",\"attempt\":%d}"
            .formatted(attempt.taskId(), attempt.leaseId(), attempt.attempt()));
  }

  public static UpstreamEntry disconnected(UUID agentId, String sessionId, boolean goodbye) {
    return entry(
        StatusKinds.DISCONNECTED,
        agentId,
        sessionId,
        "{\"reason\":\"gone\",\"code\":1006,\"goodbye\":" + goodbye + "}");
  }

  /** Once more, when it was heard before. */
  public static void hear(Wiring replica, List<UpstreamEntry> entries) throws Exception {
    List<StreamEntry> delivered =
        entries.stream().map(entry -> new StreamEntry("1-1", entry.fields())).toList();
    switch (entries.getFirst().kind()) {
      case "task_progress", StatusKinds.UNDELIVERABLE, StatusKinds.DISCONNECTED ->
          replica.get(StatusConsumer.class).handle(delivered);
      default -> replica.get(ResultConsumer.class).handle(delivered);
    }
  }

  private static UpstreamEntry entry(String kind, UUID agentId, String sessionId, String payload) {
    return new UpstreamEntry(
        kind,
        GATEWAY,
        agentId,
        sessionId,
        Ids.next().toString(),
        System.currentTimeMillis(),
        payload,
        Map.of());
  }
}
