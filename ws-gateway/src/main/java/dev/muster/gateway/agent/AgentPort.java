package dev.muster.gateway.agent;

import dev.muster.event.AgentPresence;
import dev.muster.event.UpstreamEntry;
import dev.muster.internal.SessionOpen;
import dev.muster.wire.CloseReason;

/**
 * What a session does to the world. Called on its connection's event loop only, and never blocks;
 * nothing here reports a failure to the caller unless it says so.
 */
interface AgentPort {
  void send(String kind, String frame);

  /** The last call but {@link #farewell} and {@link #absent}. */
  void close(CloseReason reason, String sentence);

  /** Answered by {@link AgentSession#opened} or {@link AgentSession#notOpened}. */
  void open(SessionOpen request);

  /** Every other session of the agent is to end. */
  void announce(long epoch);

  /**
   * Lost when Redis is away, and when too much of this connection is on its way already: without an
   * ACK the agent sends the frame again.
   */
  void forward(Lane lane, UpstreamEntry entry);

  /** As {@link #forward}, but tried again: nobody would repeat it. */
  void farewell(UpstreamEntry entry);

  void present(AgentPresence presence);

  /**
   * Removes the presence if it is still this session's.
   *
   * @param lastHeartbeat of the presence that was given last
   */
  void absent(String sessionId, long lastHeartbeat);

  /** Answered by {@link AgentSession#offered} or {@link AgentSession#noOffer}, or not at all. */
  void fetchToken();

  void deadLetter(DeadLetter letter);
}
