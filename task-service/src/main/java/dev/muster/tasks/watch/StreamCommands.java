package dev.muster.tasks.watch;

import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.id.Ids;
import dev.muster.kit.db.Transactions;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.FrameCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Tells the agent that runs a task whether its output is watched. Best effort: a start comes again
 * with the next renewal, and without one the agent stops by itself. A task that doesn't run, or
 * whose agent isn't connected, is nobody's to tell.
 */
@ApplicationScoped
class StreamCommands {
  private static final Logger LOG = Logger.getLogger(StreamCommands.class);

  /** By primary keys. */
  private static final String RUNNING =
      """
      select t.lease_id, t.attempt, t.agent_id, s.gateway_id, s.session_id
      from task t
      join agent_session s on s.agent_id = t.agent_id and s.lost_at is null
      where t.id = ? and t.status = 'running'
      """;

  private static final String EXISTS = "select 1 from task where id = ?";

  private final Transactions transactions;
  private final StreamPublisher streams;

  private record Holder(AttemptRef attempt, UUID agentId, String gatewayId, String sessionId) {
    static Holder of(UUID taskId, ResultSet row) throws SQLException {
      return new Holder(
          new AttemptRef(taskId, row.getString("lease_id"), row.getInt("attempt")),
          row.getObject("agent_id", UUID.class),
          row.getString("gateway_id"),
          row.getString("session_id"));
    }
  }

  @Inject
  StreamCommands(Transactions transactions, StreamPublisher streams) {
    this.transactions = transactions;
    this.streams = streams;
  }

  boolean isTask(UUID taskId) {
    return transactions.inTransaction(
        connection -> !Sql.query(connection, EXISTS, row -> true, Sql.value(taskId)).isEmpty());
  }

  void start(UUID taskId, String phase) {
    send(taskId, attempt -> new AgentCommand.StartRealtimeStream(attempt, phase));
  }

  void stop(UUID taskId, String phase) {
    send(taskId, attempt -> new AgentCommand.StopRealtimeStream(attempt, phase));
  }

  private void send(UUID taskId, Function<AttemptRef, AgentCommand.OfAttempt> command) {
    try {
      transactions
          .inTransaction(
              connection ->
                  Sql.query(connection, RUNNING, row -> Holder.of(taskId, row), Sql.value(taskId)))
          .forEach(holder -> send(holder, command.apply(holder.attempt())));
    } catch (RuntimeException e) {
      LOG.debugf("agent of task %s was not told who watches: %s", taskId, e.getMessage());
    }
  }

  private void send(Holder holder, AgentCommand.OfAttempt command) {
    GatewayEntry entry =
        new GatewayEntry(
            command.kind(),
            holder.agentId(),
            holder.sessionId(),
            Ids.next().toString(),
            FrameCodec.payload(command).toString(),
            Map.of());
    var unused = streams.add(RedisNames.gateway(holder.gatewayId()), entry.fields());
  }
}
