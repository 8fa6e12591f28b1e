package dev.muster.tasks.signal;

import dev.muster.event.UpstreamEntry;
import dev.muster.kit.stream.StreamEntry;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.FrameCodec;
import dev.muster.wire.FrameException;
import java.util.Optional;

/** Entries of the upstream streams back to what the agent said. */
public final class Signals {
  private Signals() {}

  public static UpstreamEntry entry(StreamEntry entry) {
    return UpstreamEntry.of(entry.fields());
  }

  /** Empty for what isn't about an attempt; an entry that can't be read is poison. */
  public static Optional<AttemptSignal> ofAttempt(UpstreamEntry entry) {
    try {
      AgentSignal signal =
          FrameCodec.readSignalPayload(entry.kind(), entry.payload(), entry.messageId());
      return signal instanceof AgentSignal.OfAttempt about && entry.agentId() != null
          ? Optional.of(new AttemptSignal(entry, about))
          : Optional.empty();
    } catch (FrameException e) {
      throw new IllegalArgumentException(
          "unreadable " + entry.kind() + " of agent " + entry.agentId(), e);
    }
  }
}
