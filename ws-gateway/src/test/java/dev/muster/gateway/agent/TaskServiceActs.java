package dev.muster.gateway.agent;

import dev.muster.event.AckBatch;
import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.gateway.GatewayId;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.id.Ids;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What task-service does to agents, over the real streams. */
@Singleton
class TaskServiceActs {
  @Inject RedisProbe redis;
  @Inject GatewayId gatewayId;

  AttemptRef dispatch(UUID agentId) {
    AttemptRef attempt = new AttemptRef(Ids.next(), "lease-" + Ids.next(), 1);
    command(
        agentId,
        new AgentCommand.DispatchTask(
            attempt,
            "plan",
            FrameCodec.JSON.createObjectNode().put("n", 1),
            60_000,
            15_000,
            "run",
            "w-1",
            Map.of(),
            5_000));
    return attempt;
  }

  void cancel(UUID agentId, AttemptRef attempt) {
    command(agentId, new AgentCommand.CancelTask(attempt, "asked for", 10_000));
  }

  void command(UUID agentId, AgentCommand command) {
    redis.add(
        RedisNames.gateway(gatewayId.toString()),
        new GatewayEntry(
                command.kind(),
                agentId,
                null,
                Ids.next().toString(),
                FrameCodec.payload(command).toString(),
                Map.of("request_id", "r-7"))
            .fields());
  }

  /** The entry of that kind about the attempt, which must name its lease. */
  Map<String, String> entry(String stream, String kind, AttemptRef attempt) {
    return redis.await(
        stream,
        fields ->
            kind.equals(fields.get("kind"))
                && fields.get("payload").contains(attempt.taskId().toString())
                && fields.get("payload").contains(attempt.leaseId()));
  }

  void acknowledge(UUID agentId, String messageId, int code) {
    redis.publish(
        RedisNames.gatewayAcks(gatewayId.toString()),
        new AckBatch(List.of(new AckBatch.Item(agentId, new Ack(messageId, code, "said", null))))
            .toJson());
  }
}
