package dev.muster.bench;

import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.Frame;
import dev.muster.wire.LogContent;
import dev.muster.wire.LogStream;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;

/** Agents that accept one task each and send its output in {@code task_log} frames. */
final class SocketOutput implements Swarm.Ear, Output {
  private static final int WINDOW = 8;
  private static final LogContent CONTENT = new LogContent(Piece.bytes());

  private final Map<UUID, Talker> talkers = new ConcurrentHashMap<>();
  private final AtomicInteger refused = new AtomicInteger();
  private final AtomicInteger unanswered = new AtomicInteger();
  private volatile boolean working;

  @Override
  public void heard(SwarmAgent agent, Frame<AgentCommand> frame, long nanos) {
    switch (frame.message()) {
      case AgentCommand.DispatchTask dispatch -> {
        String unused = agent.send(new AgentSignal.TaskAccept(dispatch.attempt()));
        talkers.putIfAbsent(agent.id(), new Talker(agent, dispatch.attempt()));
      }
      case Ack ack -> {
        Talker talker = talkers.get(agent.id());
        if (talker != null) {
          talker.acknowledged(ack);
        }
      }
      default -> {
        // Nothing else matters here.
      }
    }
  }

  /** So many have a task. */
  void await(int count, Duration within) throws InterruptedException {
    long until = System.nanoTime() + within.toNanos();
    while (talkers.size() < count) {
      if (System.nanoTime() > until) {
        throw new IllegalStateException(talkers.size() + " of " + count + " tasks arrived");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  /** Of each agent. */
  Map<UUID, AttemptRef> attempts() {
    return talkers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().attempt));
  }

  @Override
  public void begin() {
    working = true;
    talkers.values().forEach(each -> each.agent.run(each::begin));
  }

  @Override
  public void end(Duration within) throws InterruptedException {
    working = false;
    long until = System.nanoTime() + within.toNanos();
    while (unanswered.get() > 0 && System.nanoTime() < until) {
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }

  @Override
  public int refused() {
    return refused.get() + unanswered.get();
  }

  /** One agent, on its event loop. */
  private final class Talker {
    private final SwarmAgent agent;
    private final AttemptRef attempt;
    private final Set<String> sent = new HashSet<>();
    private long offset;

    Talker(SwarmAgent agent, AttemptRef attempt) {
      this.agent = agent;
      this.attempt = attempt;
    }

    void begin() {
      for (int i = 0; i < WINDOW; i++) {
        say();
      }
    }

    private void say() {
      if (working) {
        unanswered.incrementAndGet();
        sent.add(
            agent.send(new AgentSignal.TaskLog(attempt, "run", LogStream.STDOUT, offset, CONTENT)));
        offset += CONTENT.length();
      }
    }

    void acknowledged(Ack ack) {
      if (sent.remove(ack.messageId())) {
        unanswered.decrementAndGet();
        if (!ack.accepted()) {
          refused.incrementAndGet();
        }
        say();
      }
    }
  }
}
