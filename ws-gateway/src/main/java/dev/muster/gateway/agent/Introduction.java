package dev.muster.gateway.agent;

import dev.muster.gateway.agent.AgentDialect.Inbound;
import dev.muster.internal.SessionOpen;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.RunningAttempt;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * The beginning of a connection in a dialect without {@code agent_register}. The first list of what
 * the agent runs registers it. Whatever it says before the session is open waits; and a task that
 * it speaks of meanwhile counts as one that it has, so that an outcome which couldn't be told
 * before finds its attempt.
 */
final class Introduction {
  private static final String ABANDONED = "this agent doesn't hold the task any more";
  private static final long NO_GRACE = 0;
  private static final int MOST = 1_000;

  private final Map<UUID, AttemptRef> spokenOf = new LinkedHashMap<>();
  private boolean asked;
  private boolean open;

  boolean isOver() {
    return open;
  }

  boolean isAsked() {
    return asked;
  }

  Inbound early(TypedFrame frame) {
    if (spokenOf.size() < MOST) {
      TaskWords.named(frame.payload()).ifPresent(each -> spokenOf.putIfAbsent(each.taskId(), each));
    }
    return new Inbound.Early();
  }

  /**
   * The registration; what the list says besides is read again with the other early frames.
   *
   * @param slots at most
   */
  Frame<AgentSignal> register(List<AttemptRef> running, int slots) {
    asked = true;
    running.forEach(each -> spokenOf.put(each.taskId(), each));
    List<RunningAttempt> all = new ArrayList<>();
    spokenOf.values().forEach(each -> all.add(new RunningAttempt(each, Map.of())));
    spokenOf.clear();
    return Frame.of(new AgentSignal.Register(null, List.of(), slots, Map.of(), null, all));
  }

  Optional<Frame<AgentSignal>> unasked() {
    return asked ? Optional.empty() : Optional.of(register(List.of(), Integer.MAX_VALUE));
  }

  /** What the agent must stop. */
  List<AgentCommand> over(List<SessionOpen.Attempt> abandon) {
    open = true;
    return abandon.stream()
        .<AgentCommand>map(
            each ->
                new AgentCommand.CancelTask(
                    new AttemptRef(each.taskId(), each.leaseId(), each.attempt()),
                    ABANDONED,
                    NO_GRACE))
        .toList();
  }
}
