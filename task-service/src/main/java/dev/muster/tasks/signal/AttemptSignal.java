package dev.muster.tasks.signal;

import dev.muster.event.UpstreamEntry;
import dev.muster.tasks.queue.Refusals;
import dev.muster.wire.AgentSignal;

/** A signal about an attempt together with the entry in which it came. */
public record AttemptSignal(UpstreamEntry entry, AgentSignal.OfAttempt signal) {
  public Refusals.Write write() {
    return new Refusals.Write(signal.attempt(), entry.agentId());
  }
}
