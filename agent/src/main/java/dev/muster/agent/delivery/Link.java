package dev.muster.agent.delivery;

import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;

/** The way to the server while there is a connection. */
public interface Link {
  /** Queues the frame without blocking; {@code sent} runs on another thread once it is written. */
  void send(Frame<AgentSignal> frame, Runnable sent);
}
