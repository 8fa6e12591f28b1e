package dev.muster.agent.trial;

import dev.muster.agent.executor.Execution;
import dev.muster.agent.executor.Executor;
import dev.muster.agent.executor.Outcome;

/** Answers its input. */
public final class EchoExecutor implements Executor {
  @Override
  public String type() {
    return "echo";
  }

  @Override
  public Outcome execute(Execution execution) {
    return new Outcome.Done(execution.input(), null);
  }
}
