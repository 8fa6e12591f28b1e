package dev.muster.agent.process;

import dev.muster.agent.executor.Execution;
import dev.muster.agent.executor.Executor;
import dev.muster.agent.executor.Outcome;
import dev.muster.agent.executor.StopRequest;
import dev.muster.wire.FrameCodec;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.logging.Logger;

/** Runs a process or a script. Nothing that it started outlives the attempt. */
public final class ProcessExecutor implements Executor {
  private static final Logger LOG = Logger.getLogger("muster.process");

  /** For background processes that end by themselves right after their leader. */
  private static final Duration LEADER_GONE = Duration.ofMillis(200);

  private static final Duration LEFTOVER_GRACE = Duration.ofSeconds(2);
  private static final Duration PIPE_WAIT = Duration.ofSeconds(5);

  private final ProcessStart starter;
  private final ProcessRecords records;
  private final Set<ProcessTree> trees = ConcurrentHashMap.newKeySet();

  public ProcessExecutor(Path scripts, String agentId, ProcessRecords records) {
    this.starter = new ProcessStart(scripts, agentId);
    this.records = records;
  }

  @Override
  public String type() {
    return "process";
  }

  @Override
  public Outcome execute(Execution execution) throws Exception {
    ProcessStart.Started started;
    ProcessSpec spec;
    try {
      spec = ProcessSpec.of(execution.input());
      started = starter.start(spec, execution);
    } catch (ProcessSpec.BadInput | ProcessStart.CannotStart e) {
      return new Outcome.Failed(e.getMessage(), null);
    }
    Process process = started.process();
    ProcessTree tree = new ProcessTree(process.toHandle(), started.mark());
    trees.add(tree);
    Path entry = null;
    try {
      entry = records.add(process.toHandle(), started.mark());
      feed(process, spec.stdin());
      return supervise(process, tree, execution);
    } finally {
      if (!tree.end(Duration.ZERO)) {
        LOG.warning(
            () -> "Task " + execution.attempt().taskId() + " left processes that can't be ended");
      } else if (entry != null) {
        records.remove(entry);
      }
      trees.remove(tree);
      ProcessStart.delete(started.script());
    }
  }

  private static Outcome supervise(Process process, ProcessTree tree, Execution execution)
      throws InterruptedException {
    OutputPipes pipes = new OutputPipes(process, execution);
    CompletableFuture.anyOf(process.onExit(), execution.stop()).join();
    boolean stopped = process.isAlive();
    if (stopped) {
      StopRequest request = execution.stop().join();
      boolean unused = tree.end(request.grace());
    } else if (!pipes.awaitRead(LEADER_GONE) || !tree.alive().isEmpty()) {
      boolean unused = tree.end(LEFTOVER_GRACE);
    }
    execution.outputEnding();
    boolean unused = pipes.awaitRead(PIPE_WAIT);
    pipes.finish();
    int exitCode = process.waitFor();
    if (stopped) {
      return new Outcome.Stopped(exitCode);
    }
    return exitCode == 0
        ? new Outcome.Done(FrameCodec.JSON.createObjectNode().put("exit_code", 0), 0)
        : new Outcome.Failed(sentence(exitCode), exitCode);
  }

  private static String sentence(int exitCode) {
    return exitCode > 128 && exitCode < 160
        ? "the process was ended by signal " + (exitCode - 128)
        : "the process ended with exit code " + exitCode;
  }

  private static void feed(Process process, String stdin) {
    if (stdin == null) {
      return;
    }
    Thread unused =
        Thread.ofPlatform()
            .daemon()
            .name("stdin")
            .start(
                () -> {
                  try (OutputStream in = process.getOutputStream()) {
                    in.write(stdin.getBytes(StandardCharsets.UTF_8));
                  } catch (IOException _) {
                    // It needn't read all, or any, of its input.
                  }
                });
  }

  /** Ends everything at once, for an agent that is told to leave at once. */
  public void killAll() throws InterruptedException {
    for (ProcessTree tree : trees) {
      boolean unused = tree.end(Duration.ZERO);
    }
  }
}
