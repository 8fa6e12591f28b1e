package dev.muster.bench;

import com.fasterxml.jackson.databind.node.IntNode;
import dev.muster.platform.api.Api;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.Frame;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Tasks that are submitted all the time, and agents that do each at once. */
final class Workforce implements Swarm.Ear, AutoCloseable {
  /** Of which the swarm's agents are; guests have no capability. */
  static final String TYPE = "soak";

  private final Api user;
  private final long periodMs;
  private final CountDownLatch end = new CountDownLatch(1);
  private final AtomicInteger submitted = new AtomicInteger();
  private final AtomicInteger failed = new AtomicInteger();
  private final AtomicInteger done = new AtomicInteger();
  private final Thread thread = new Thread(this::submit, "workforce");

  Workforce(Api user, int tasksPerSecond) {
    this.user = user;
    this.periodMs = 1_000 / tasksPerSecond;
  }

  void begin() {
    thread.start();
  }

  @Override
  public void heard(SwarmAgent agent, Frame<AgentCommand> frame, long nanos) {
    if (frame.message() instanceof AgentCommand.DispatchTask dispatch) {
      String unusedAccept = agent.send(new AgentSignal.TaskAccept(dispatch.attempt()));
      String unusedResult =
          agent.send(new AgentSignal.TaskResult(dispatch.attempt(), IntNode.valueOf(1), 0));
      done.incrementAndGet();
    }
  }

  int submitted() {
    return submitted.get();
  }

  /** Submits that were not accepted. */
  int failed() {
    return failed.get();
  }

  int results() {
    return done.get();
  }

  private void submit() {
    try {
      while (!end.await(periodMs, TimeUnit.MILLISECONDS)) {
        try {
          Api.Answer answer =
              user.post(
                  "/api/tasks",
                  Map.of("type", TYPE, "capabilities", new String[] {TYPE}, "input", Map.of()));
          (answer.ok() ? submitted : failed).incrementAndGet();
        } catch (IOException e) {
          failed.incrementAndGet();
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    stop();
  }

  /** No more tasks. */
  void stop() {
    end.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
