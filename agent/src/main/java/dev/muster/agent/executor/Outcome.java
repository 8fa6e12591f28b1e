package dev.muster.agent.executor;

import com.fasterxml.jackson.databind.JsonNode;

/** How an attempt ended. */
public sealed interface Outcome {
  /**
   * The work is done.
   *
   * @param exitCode null for what isn't a process
   */
  record Done(JsonNode result, Integer exitCode) implements Outcome {}

  /** The work itself failed. */
  record Failed(String message, Integer exitCode) implements Outcome {}

  /** It ended because of the {@link StopRequest}. */
  record Stopped(Integer exitCode) implements Outcome {}
}
