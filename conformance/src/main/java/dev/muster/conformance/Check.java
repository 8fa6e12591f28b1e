package dev.muster.conformance;

/**
 * One thing that must hold, shown over connections of its own.
 *
 * @param section of RFC 6455 or 7692, or of {@code docs/protocol.md}
 * @param sentence what the server does
 */
public record Check(String id, String section, String sentence, Needs needs, Run run) {

  /** What must be there for it to make sense. */
  public enum Needs {
    /** One agent's registration. */
    AGENT,
    /** As well, that somebody behind the endpoint answers for tasks. */
    TASKS,
    /** A user's token. */
    CLIENT,
    /** As well, that somebody behind the endpoint answers for tasks. */
    CLIENT_TASKS
  }

  /** Returns when it holds; otherwise throws {@link Unmet}, or {@link NotOffered}. */
  public interface Run {
    void against(Target target) throws Exception;
  }

  public static Check agent(String id, String section, String sentence, Run run) {
    return new Check(id, section, sentence, Needs.AGENT, run);
  }

  public static Check client(String id, String section, String sentence, Run run) {
    return new Check(id, section, sentence, Needs.CLIENT, run);
  }

  public Check needing(Needs other) {
    return new Check(id, section, sentence, other, run);
  }
}
