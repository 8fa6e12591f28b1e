package dev.muster.agent.trial;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.agent.executor.Execution;
import dev.muster.agent.executor.Executor;
import dev.muster.agent.executor.Outcome;
import dev.muster.wire.FrameCodec;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Waits {@code {"seconds":1.5}}, and answers {@code {"slept_seconds":1.5}}. */
public final class SleepExecutor implements Executor {
  @Override
  public String type() {
    return "sleep";
  }

  @Override
  public Outcome execute(Execution execution) throws InterruptedException, ExecutionException {
    JsonNode seconds = execution.input().path("seconds");
    if (!seconds.isNumber() || seconds.doubleValue() < 0) {
      return new Outcome.Failed("input.seconds must be a number of seconds", null);
    }
    long start = System.nanoTime();
    try {
      execution.stop().get((long) (seconds.doubleValue() * 1e9), TimeUnit.NANOSECONDS);
      return new Outcome.Stopped(null);
    } catch (TimeoutException _) {
      double slept = Math.round((System.nanoTime() - start) / 1e6) / 1e3;
      return new Outcome.Done(FrameCodec.JSON.createObjectNode().put("slept_seconds", slept), null);
    }
  }
}
