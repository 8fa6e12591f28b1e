package dev.muster.tasks.session;

import com.fasterxml.jackson.core.JsonProcessingException;
import dev.muster.event.UpstreamEntry;
import dev.muster.internal.SessionOpen;
import dev.muster.internal.SessionOpened;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.intake.Intakes;
import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.queue.Endings;
import dev.muster.wire.FrameCodec;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Which agents are connected, and what they hold. A new session settles at once what the old one
 * left open: attempts that the agent still has are kept, attempts that it doesn't know any more go
 * back.
 */
@ApplicationScoped
public class AgentSessions {
  private final TaskConfig config;
  private final Endings endings;

  @Inject
  AgentSessions(TaskConfig config, Endings endings) {
    this.config = config;
    this.endings = endings;
  }

  /** The answer for the gateway, and the tasks that went back. */
  public record Opening(SessionOpened opened, List<EndedTask> ended, List<HeldAttempt> canceling) {}

  public Opening open(Change change, UUID agentId, SessionOpen session) throws SQLException {
    Connection connection = change.connection();
    if (!SessionSql.gatewayIsKnown(connection, session.gatewayId())) {
      gatewaysAlive(connection, List.of(session.gatewayId()));
    }
    boolean repeated = SessionSql.isCurrent(connection, agentId, session.sessionId());
    long epoch = SessionSql.open(connection, agentId, session);
    Intakes.note(connection, agentId, session.orders());
    List<HeldAttempt> held = SessionSql.held(connection, agentId);
    Map<UUID, SessionOpen.Attempt> listed = new HashMap<>();
    session.running().forEach(attempt -> listed.put(attempt.taskId(), attempt));
    List<AttemptEnd> ends = new ArrayList<>();
    List<HeldAttempt> canceling = new ArrayList<>();
    List<SessionOpen.Attempt> kept = new ArrayList<>();
    for (HeldAttempt attempt : held) {
      SessionOpen.Attempt known = listed.get(attempt.attempt().taskId());
      if (known != null && attempt.isMeantBy(known)) {
        listed.remove(attempt.attempt().taskId());
        if (attempt.canceling()) {
          canceling.add(attempt);
        }
        kept.add(attempt.named());
      } else if (repeated) {
        kept.add(attempt.named());
      } else {
        ends.add(forgotten(agentId, attempt));
      }
    }
    // What is left are attempts that the agent has and the task is not, or no longer, held by.
    // Finished ones stay: their outcome is sent again and answered as the repetition that it is.
    List<SessionOpen.Attempt> abandon = SessionSql.superseded(connection, agentId, listed.values());
    kept.addAll(SessionSql.endedByIt(connection, agentId, listed.values()));
    return new Opening(
        new SessionOpened(epoch, config.reconnectGrace().toMillis(), abandon, kept),
        endings.apply(change, ends),
        canceling);
  }

  private static AttemptEnd forgotten(UUID agentId, HeldAttempt attempt) {
    return AttemptEnd.decided(
        attempt.attempt(),
        agentId,
        attempt.accepted() ? AttemptOutcome.LOST : AttemptOutcome.UNDELIVERABLE,
        attempt.accepted()
            ? "the agent connected again without this attempt"
            : "the dispatch was lost with the agent's connection");
  }

  /** Starts the grace of the agents whose sockets are gone; none for those that said goodbye. */
  public void disconnected(Connection connection, Collection<UpstreamEntry> entries)
      throws SQLException {
    for (UpstreamEntry entry : inLockOrder(entries)) {
      long graceMs = saidGoodbye(entry) ? 0 : config.reconnectGrace().toMillis();
      SessionSql.lose(connection, entry.agentId(), entry.sessionId(), graceMs);
    }
  }

  /**
   * Starts the grace of sessions that a gateway doesn't have although nobody said that they ended.
   */
  public void missing(Connection connection, Collection<UpstreamEntry> entries)
      throws SQLException {
    for (UpstreamEntry entry : inLockOrder(entries)) {
      if (entry.sessionId() != null) {
        SessionSql.lose(
            connection, entry.agentId(), entry.sessionId(), config.reconnectGrace().toMillis());
      }
    }
  }

  /** A gateway that was taken for dead and isn't gets its agents back. */
  public void gatewaysAlive(Connection connection, Collection<String> gatewayIds)
      throws SQLException {
    for (String gatewayId : gatewayIds.stream().sorted().toList()) {
      if (SessionSql.gatewayIsNew(connection, gatewayId)) {
        SessionSql.revive(connection, gatewayId);
      }
    }
  }

  /** Starts the grace of the agents of gateways that have been silent for that long. */
  public void loseDeadGateways(Connection connection, Duration silence) throws SQLException {
    SessionSql.loseDeadGateways(connection, silence.toMillis(), config.reconnectGrace().toMillis());
  }

  /** Takes back what agents hold whose grace is over. */
  public List<EndedTask> takeBack(Change change) throws SQLException {
    Connection connection = change.connection();
    List<AttemptEnd> ends = new ArrayList<>();
    for (UUID agentId : SessionSql.graceIsOver(connection)) {
      ends.addAll(takenFrom(connection, agentId, "the agent was away for longer than the grace"));
    }
    return endings.apply(change, ends);
  }

  /** Takes back what one agent holds. */
  public List<EndedTask> takeBack(Change change, UUID agentId, String why) throws SQLException {
    return endings.apply(change, takenFrom(change.connection(), agentId, why));
  }

  private static List<AttemptEnd> takenFrom(Connection connection, UUID agentId, String why)
      throws SQLException {
    return SessionSql.held(connection, agentId).stream()
        .map(
            attempt ->
                AttemptEnd.decided(
                    attempt.attempt(),
                    agentId,
                    attempt.accepted() ? AttemptOutcome.LOST : AttemptOutcome.UNDELIVERABLE,
                    why))
        .toList();
  }

  /** So that two batches can't wait for each other. */
  private static List<UpstreamEntry> inLockOrder(Collection<UpstreamEntry> entries) {
    return entries.stream().sorted(Comparator.comparing(UpstreamEntry::agentId)).toList();
  }

  private static boolean saidGoodbye(UpstreamEntry entry) {
    try {
      return FrameCodec.JSON.readTree(entry.payload()).path("goodbye").asBoolean();
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException("unreadable " + entry.kind() + " entry", e);
    }
  }
}
