package dev.muster.gateway.agent;

import dev.muster.gateway.GatewayConfig;
import dev.muster.internal.AgentProfile;
import dev.muster.internal.SessionOpened;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import dev.muster.wire.FrameException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A dialect whose agents don't register: the first list of what they run does. They name their
 * tasks only, and the attempts are remembered for them.
 */
abstract sealed class TypedDialect implements AgentDialect permits RoleDialect, ControlDialect {
  final AgentProfile profile;
  final KnownAttempts attempts = new KnownAttempts();
  final TaskWords words = new TaskWords(attempts);
  private final Introduction introduction = new Introduction();

  TypedDialect(AgentProfile profile) {
    this.profile = profile;
  }

  /** Whether it is a first list. */
  abstract boolean introduces(TypedFrame frame);

  /** How many tasks at once the agent wants to have at most, as its first list says. */
  abstract int slots(TypedFrame frame) throws FrameException;

  /** What a frame says once the session is open. */
  abstract List<Inbound> words(TypedFrame frame) throws FrameException;

  @Override
  public final List<Inbound> read(String text) {
    return TypedFrame.read(text, this::meaning);
  }

  private List<Inbound> meaning(TypedFrame frame) throws FrameException {
    if (introduction.isOver()) {
      return words(frame);
    }
    if (introduction.isAsked() || !introduces(frame)) {
      return List.of(introduction.early(frame));
    }
    Frame<AgentSignal> register =
        introduction.register(TaskWords.attempts(frame.payload()), slots(frame));
    return List.of(new Inbound.Signal(register), introduction.early(frame));
  }

  @Override
  public final Duration registerWithin(GatewayConfig config) {
    return config.statusTimeout();
  }

  @Override
  public final Optional<Frame<AgentSignal>> unasked() {
    return introduction.unasked();
  }

  @Override
  public final List<AgentCommand> opened(SessionOpened answer, AgentCommand.Registered registered) {
    attempts.held(answer.held());
    return introduction.over(answer.abandon());
  }

  @Override
  public final List<String> overtaken() {
    return attempts.overtaken();
  }
}
