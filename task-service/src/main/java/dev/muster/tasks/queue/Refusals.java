package dev.muster.tasks.queue;

import dev.muster.error.ErrorCode;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Why a write about an attempt changed nothing: it is a repetition (0), its attempt is superseded
 * (2002), or it isn't the agent's to write (2001).
 */
public final class Refusals {
  /** By primary key; the attempt's row by its primary key too. */
  private static final String HOLDERS =
      """
      select t.id, t.lease_id, t.attempt, t.agent_id,
        exists (select 1 from attempt a
          where a.task_id = t.id and a.number = u.attempt and a.lease_id = u.lease_id
            and a.agent_id = u.agent_id) as held_before
      from unnest(?::uuid[], ?::text[], ?::int[], ?::uuid[]) as u(id, lease_id, attempt, agent_id)
      join task t on t.id = u.id
      """;

  private Refusals() {}

  /** A write that changed nothing. */
  public record Write(AttemptRef attempt, UUID agentId) {}

  public static Map<Write, ErrorCode> explain(Connection connection, List<Write> writes)
      throws SQLException {
    Map<UUID, Holder> holders = new HashMap<>();
    if (!writes.isEmpty()) {
      Sql.query(
              connection,
              HOLDERS,
              row ->
                  new Holder(
                      row.getObject("id", UUID.class),
                      row.getString("lease_id"),
                      row.getInt("attempt"),
                      row.getObject("agent_id", UUID.class),
                      row.getBoolean("held_before")),
              Sql.array("uuid", writes.stream().map(write -> write.attempt().taskId()).toList()),
              Sql.array("text", writes.stream().map(write -> write.attempt().leaseId()).toList()),
              Sql.array("int4", writes.stream().map(write -> write.attempt().attempt()).toList()),
              Sql.array("uuid", writes.stream().map(Write::agentId).toList()))
          .forEach(holder -> holders.merge(holder.taskId(), holder, Holder::or));
    }
    Map<Write, ErrorCode> codes = new HashMap<>();
    for (Write write : writes) {
      codes.put(write, code(write, holders.get(write.attempt().taskId())));
    }
    return codes;
  }

  private static ErrorCode code(Write write, Holder holder) {
    if (holder == null) {
      return ErrorCode.NOT_FOUND;
    }
    boolean its =
        write.attempt().leaseId().equals(holder.leaseId())
            && write.attempt().attempt() == holder.attempt();
    if (its && write.agentId().equals(holder.agentId())) {
      return ErrorCode.OK;
    }
    return holder.heldBefore() ? ErrorCode.CONFLICT : ErrorCode.NOT_FOUND;
  }

  private record Holder(
      UUID taskId, String leaseId, int attempt, UUID agentId, boolean heldBefore) {
    Holder or(Holder other) {
      return new Holder(taskId, leaseId, attempt, agentId, heldBefore || other.heldBefore);
    }
  }
}
