package dev.muster.agent.executor;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.LogStream;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/** What an {@link Executor} sees of the attempt that it runs. Safe for use by several threads. */
public interface Execution {
  AttemptRef attempt();

  /** The task's input; a JSON null when it has none. */
  JsonNode input();

  /** {@code traceparent} and {@code request_id} of the caller, when there are any. */
  Map<String, String> metadata();

  /** Completes when the attempt must end before its time. */
  CompletableFuture<StopRequest> stop();

  /**
   * Sends output to the task's log, in the order of the calls. Blocks while too much of it is
   * unacknowledged, so that a slow server slows the work instead of filling memory.
   */
  void output(LogStream stream, byte[] bytes) throws InterruptedException;

  /** Whether all output so far has arrived: then it costs nothing to send a little at once. */
  boolean outputArrived();

  /** Whether somebody watches it: otherwise it may be gathered for a while. */
  boolean outputWatched();

  /** The listener is called, without blocking, whenever somebody begins or goes on to watch. */
  void onOutputWatched(Runnable listener);

  /**
   * Says that only a bounded rest of output follows, so that {@link #output} needn't block any
   * more: a finished attempt must not wait for an absent server before its outcome is kept.
   */
  void outputEnding();

  /** Progress for watchers; every argument may be null. Blocks like {@link #output}. */
  void progress(Double percent, String stage, String message, JsonNode data)
      throws InterruptedException;
}
