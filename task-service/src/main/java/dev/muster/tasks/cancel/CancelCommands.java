package dev.muster.tasks.cancel;

import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.util.Map;
import java.util.UUID;
import org.jboss.logging.Logger;

/**
 * Tells agents to stop an attempt. A lost command is made good by the deadline that was committed
 * before it, or by the agent's next session.
 */
@ApplicationScoped
public class CancelCommands {
  private static final Logger LOG = Logger.getLogger(CancelCommands.class);

  private final StreamPublisher streams;
  private final TaskConfig config;

  @Inject
  CancelCommands(StreamPublisher streams, TaskConfig config) {
    this.streams = streams;
    this.config = config;
  }

  public void send(String gatewayId, UUID agentId, AttemptRef attempt) {
    AgentCommand.CancelTask command =
        new AgentCommand.CancelTask(
            attempt, "canceled by request", config.cancelGrace().toMillis());
    GatewayEntry entry =
        new GatewayEntry(
            command.kind(),
            agentId,
            null,
            Ids.next().toString(),
            FrameCodec.payload(command).toString(),
            Map.of());
    streams
        .add(RedisNames.gateway(gatewayId), entry.fields())
        .whenComplete(
            (done, failure) -> {
              if (failure != null) {
                LOG.warnf("cancel of task %s was not sent: %s", attempt.taskId(), failure);
              }
            });
  }
}
