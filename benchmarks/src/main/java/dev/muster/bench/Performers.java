package dev.muster.bench;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameCodec;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Agents that accept what comes and send its result at once. */
final class Performers implements Swarm.Ear {
  /** What they offer, and the type of the tasks. */
  static final String TYPE = "bench";

  /** Member of the input: when the task was submitted, by this process' clock. */
  static final String SINCE = "since";

  private static final JsonNode RESULT = FrameCodec.JSON.createObjectNode().put("ok", true);

  private final Tally tally;
  private final Map<String, Long> unacknowledged = new ConcurrentHashMap<>();

  Performers(Tally tally) {
    this.tally = tally;
  }

  @Override
  public void heard(SwarmAgent agent, Frame<AgentCommand> frame, long nanos) {
    switch (frame.message()) {
      case AgentCommand.DispatchTask dispatch -> {
        long since = dispatch.input().path(SINCE).asLong();
        tally.started(since, nanos);
        String unusedAccept = agent.send(new AgentSignal.TaskAccept(dispatch.attempt()));
        String result = agent.send(new AgentSignal.TaskResult(dispatch.attempt(), RESULT, 0));
        unacknowledged.put(result, since);
      }
      case Ack ack -> {
        Long since = unacknowledged.remove(ack.messageId());
        if (since != null) {
          tally.ended(since, ack.accepted());
        }
      }
      default -> {
        // Nothing else matters here.
      }
    }
  }
}
