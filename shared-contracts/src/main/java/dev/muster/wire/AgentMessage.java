package dev.muster.wire;

/** Anything that travels on {@code /ws/agent/{agent_id}} inside a {@link Frame}. */
public sealed interface AgentMessage permits AgentSignal, AgentCommand {
  /** The {@code message_kind} on the wire. */
  String kind();
}
