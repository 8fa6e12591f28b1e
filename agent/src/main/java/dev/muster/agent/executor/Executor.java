package dev.muster.agent.executor;

/**
 * Runs the tasks of one type. One instance serves all attempts, several at once; it is listed where
 * the program is put together.
 */
public interface Executor {
  /** The {@code type} of the tasks that it takes. */
  String type();

  /**
   * Runs one attempt on a virtual thread of its own and returns when nothing of it is left running.
   * Must heed {@link Execution#stop()} and then return {@link Outcome.Stopped}.
   *
   * @throws Exception when the agent can't run it for reasons of its own; the task is then given to
   *     an agent again
   */
  Outcome execute(Execution execution) throws Exception;
}
