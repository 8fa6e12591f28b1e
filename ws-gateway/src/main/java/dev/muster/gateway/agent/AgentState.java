package dev.muster.gateway.agent;

import dev.muster.internal.SessionOpened;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.CloseReason;
import dev.muster.wire.Frame;

/**
 * The life of an agent's connection: {@code Unregistered → Opening → Live → Closed}, each of the
 * first three also to {@code Closed}. The methods are the legal moves. Times are epoch
 * milliseconds.
 */
sealed interface AgentState {

  /** Upgraded, so the token was right; only a registration may come, as its dialect says it. */
  record Unregistered(long registerBefore) implements AgentState {
    Opening register(Frame<AgentSignal.Register> request, String sessionId) {
      return new Opening(sessionId, request, 0);
    }
  }

  /**
   * Task-service is being told of the session.
   *
   * @param newestEpoch the highest epoch of the agent that another session was seen with
   */
  record Opening(String sessionId, Frame<AgentSignal.Register> request, long newestEpoch)
      implements AgentState {
    Opening seen(long epoch) {
      return new Opening(sessionId, request, Math.max(newestEpoch, epoch));
    }

    /** Another session may have been opened later and yet be answered sooner. */
    AgentState opened(SessionOpened answer, long now) {
      return answer.epoch() < newestEpoch
          ? new Closed(CloseReason.REPLACED, sessionId)
          : new Live(sessionId, answer.epoch(), request.messageId(), now, false);
    }
  }

  /**
   * Work may flow.
   *
   * @param registerId the {@code message_id} of the request: a repeat of it is answered again
   * @param leaving the agent said that it leaves
   */
  record Live(String sessionId, long epoch, String registerId, long since, boolean leaving)
      implements AgentState {
    Live sayGoodbye() {
      return new Live(sessionId, epoch, registerId, since, true);
    }

    boolean supersededBy(long newerEpoch) {
      return epoch < newerEpoch;
    }
  }

  /**
   * Nothing more is read or written.
   *
   * @param reason null when the peer closed
   * @param sessionId null when none was asked for
   */
  record Closed(CloseReason reason, String sessionId) implements AgentState {}

  /** The session that task-service may know of; null before it was asked. */
  default String session() {
    return switch (this) {
      case Unregistered ignored -> null;
      case Opening opening -> opening.sessionId();
      case Live live -> live.sessionId();
      case Closed closed -> closed.sessionId();
    };
  }

  default Closed close(CloseReason reason) {
    return new Closed(reason, session());
  }
}
