package dev.muster.tasks.session;

import dev.muster.internal.SessionOpen;
import dev.muster.tasks.sql.Sql;
import dev.muster.wire.AttemptRef;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.UUID;

/** Statements about the agents' connections. */
final class SessionSql {
  private static final String OPEN =
      """
      insert into agent_session (agent_id, session_id, gateway_id, namespace, visibility,
        capabilities, slots)
      values (?, ?, ?, ?, ?, ?, ?)
      on conflict (agent_id) do update set
        epoch = agent_session.epoch
          + case when agent_session.session_id = excluded.session_id then 0 else 1 end,
        session_id = excluded.session_id, gateway_id = excluded.gateway_id,
        namespace = excluded.namespace, visibility = excluded.visibility,
        capabilities = excluded.capabilities, slots = excluded.slots, opened_at = now(), lost_at = null, lost_with_gateway = false,
        requeue_at = null
      returning epoch
      """;

  /** Through task_running_on_agent. */
  private static final String HELD =
      """
      select id, lease_id, attempt, accepted_at is not null as accepted,
        cancel_requested_at is not null as canceling
      from task
      where agent_id = ? and status = 'running'
      order by id
      """;

  /**
   * Leases that are not their task's any more, or never were; and tasks named without a lease that
   * are not this agent's.
   */
  private static final String SUPERSEDED =
      """
      select u.id, u.lease_id, u.attempt
      from unnest(?::uuid[], ?::text[], ?::int[]) as u(id, lease_id, attempt)
      left join task t on t.id = u.id
      where case when u.lease_id is null
        then t.lease_id is null or t.agent_id is distinct from ?
        else t.lease_id is distinct from u.lease_id end
      """;

  /**
   * Tasks whose last attempt this agent ended itself: what it says of them again is known as a
   * repetition by the lease. By primary key.
   */
  private static final String ENDED_BY_IT =
      """
      select id, lease_id, attempt
      from task
      where id = any(?::uuid[]) and agent_id = ? and lease_id is not null
        and status in ('done', 'failed', 'canceled')
      """;

  private static final String LOSE =
      """
      update agent_session
      set lost_at = now(), requeue_at = now() + ? * interval '1 ms'
      where agent_id = ? and session_id = ? and lost_at is null
      """;

  private static final String ALIVE =
      """
      insert into gateway (id) values (?)
      on conflict (id) do update set seen_at = now()
      returning xmax = 0 as is_new
      """;

  private static final String REVIVE =
      """
      update agent_session
      set lost_at = null, lost_with_gateway = false, requeue_at = null
      where gateway_id = ? and lost_with_gateway
      """;

  private static final String LOSE_DEAD_GATEWAYS =
      """
      with dead as (
        delete from gateway where seen_at < now() - ? * interval '1 ms' returning id
      )
      update agent_session s
      set lost_at = now(), lost_with_gateway = true, requeue_at = now() + ? * interval '1 ms'
      from dead
      where s.gateway_id = dead.id and s.lost_at is null
      """;

  /** Through agent_session_requeue; the row lock keeps a reconnect out until this is committed. */
  private static final String GRACE_IS_OVER =
      """
      update agent_session
      set requeue_at = null
      where agent_id in (
        select agent_id from agent_session
        where requeue_at <= now()
        order by requeue_at
        limit 100
        for update skip locked)
      returning agent_id
      """;

  private SessionSql() {}

  static boolean isCurrent(Connection connection, UUID agentId, String sessionId)
      throws SQLException {
    return !Sql.query(
            connection,
            "select 1 from agent_session where agent_id = ? and session_id = ? for update",
            row -> true,
            Sql.value(agentId),
            Sql.value(sessionId))
        .isEmpty();
  }

  static long open(Connection connection, UUID agentId, SessionOpen session) throws SQLException {
    return Sql.query(
            connection,
            OPEN,
            row -> row.getLong(1),
            Sql.value(agentId),
            Sql.value(session.sessionId()),
            Sql.value(session.gatewayId()),
            Sql.value(session.namespace()),
            Sql.value(session.visibility()),
            Sql.array("text", session.capabilities()),
            Sql.value(session.slots()))
        .getFirst();
  }

  static List<HeldAttempt> held(Connection connection, UUID agentId) throws SQLException {
    return Sql.query(
        connection,
        HELD,
        row ->
            new HeldAttempt(
                new AttemptRef(
                    row.getObject("id", UUID.class),
                    row.getString("lease_id"),
                    row.getInt("attempt")),
                row.getBoolean("accepted"),
                row.getBoolean("canceling")),
        Sql.value(agentId));
  }

  static List<SessionOpen.Attempt> superseded(
      Connection connection, UUID agentId, Collection<SessionOpen.Attempt> attempts)
      throws SQLException {
    return attempts.isEmpty()
        ? List.of()
        : Sql.query(
            connection,
            SUPERSEDED,
            SessionSql::named,
            Sql.array("uuid", attempts.stream().map(SessionOpen.Attempt::taskId).toList()),
            Sql.array("text", attempts.stream().map(SessionOpen.Attempt::leaseId).toList()),
            Sql.array("int4", attempts.stream().map(SessionOpen.Attempt::attempt).toList()),
            Sql.value(agentId));
  }

  /** Only of those that are named without a lease. */
  static List<SessionOpen.Attempt> endedByIt(
      Connection connection, UUID agentId, Collection<SessionOpen.Attempt> attempts)
      throws SQLException {
    List<UUID> named =
        attempts.stream()
            .filter(each -> each.leaseId() == null)
            .map(SessionOpen.Attempt::taskId)
            .toList();
    return named.isEmpty()
        ? List.of()
        : Sql.query(
            connection,
            ENDED_BY_IT,
            SessionSql::named,
            Sql.array("uuid", named),
            Sql.value(agentId));
  }

  private static SessionOpen.Attempt named(ResultSet row) throws SQLException {
    return new SessionOpen.Attempt(
        row.getObject("id", UUID.class), row.getString("lease_id"), row.getInt("attempt"));
  }

  static void lose(Connection connection, UUID agentId, String sessionId, long graceMs)
      throws SQLException {
    Sql.update(connection, LOSE, Sql.value(graceMs), Sql.value(agentId), Sql.value(sessionId));
  }

  static boolean gatewayIsKnown(Connection connection, String gatewayId) throws SQLException {
    return !Sql.query(
            connection, "select 1 from gateway where id = ?", row -> true, Sql.value(gatewayId))
        .isEmpty();
  }

  static boolean gatewayIsNew(Connection connection, String gatewayId) throws SQLException {
    return Sql.query(connection, ALIVE, row -> row.getBoolean(1), Sql.value(gatewayId)).getFirst();
  }

  static void revive(Connection connection, String gatewayId) throws SQLException {
    Sql.update(connection, REVIVE, Sql.value(gatewayId));
  }

  static void loseDeadGateways(Connection connection, long timeoutMs, long graceMs)
      throws SQLException {
    Sql.update(connection, LOSE_DEAD_GATEWAYS, Sql.value(timeoutMs), Sql.value(graceMs));
  }

  static List<UUID> graceIsOver(Connection connection) throws SQLException {
    return Sql.query(connection, GRACE_IS_OVER, row -> row.getObject(1, UUID.class));
  }
}
