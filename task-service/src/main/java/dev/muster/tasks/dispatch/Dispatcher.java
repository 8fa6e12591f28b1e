package dev.muster.tasks.dispatch;

import dev.muster.event.RedisNames;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.config.OwnThread;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.queue.Endings;
import dev.muster.tasks.queue.ReadyRoute;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Claims ready tasks for agents with credit and sends them: within the transaction that made them
 * ready or gave the credit, where that is possible; otherwise in rounds of its own, for which one
 * thread per replica gathers what has changed while the round before is committing. A claim that
 * isn't sent, because this process or Redis died, ends by its deadline and is ready again.
 */
@ApplicationScoped
public class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Dirty dirty = new Dirty();

  /** Held until the claims are committed: of this replica's threads one claims at a time. */
  private final ReentrantLock turn = new ReentrantLock(true);

  private final Queue<Claimed> unsent = new ConcurrentLinkedQueue<>();
  private volatile boolean paused;
  private Thread thread;

  @Inject Changes changes;
  @Inject Claims claims;
  @Inject StreamPublisher streams;
  @Inject Endings endings;
  @Inject TaskConfig config;

  /** A task of this route may be claimed. */
  public void ready(String namespace, long routeId) {
    dirty.route(namespace, routeId);
  }

  /** A task whose attempt ended may be claimed again. */
  public void ready(EndedTask task) {
    if (task.status() == TaskStatus.QUEUED && task.stage() == null) {
      ready(task.namespace(), task.routeId());
    }
  }

  void ready(@Observes ReadyRoute route) {
    ready(route.namespace(), route.routeId());
  }

  /** An agent may have a free slot. */
  public void creditOf(String namespace, UUID agentId) {
    dirty.agent(namespace, agentId);
  }

  /**
   * Commits the work together with the claims that it makes possible, as {@link Changes#commit}
   * does, and sends what was claimed. Claims that would have to wait for another replica are left
   * to a later round.
   */
  public <T> T commit(Changes.Work<T> work, Function<T, Freed> freed) {
    Claiming<T> done;
    turn.lock();
    try {
      done =
          changes.commit(
              change -> {
                T result = work.apply(change);
                return claim(change, result, freed.apply(result));
              });
    } finally {
      turn.unlock();
    }
    done.rounds().forEach(this::send);
    done.left().forEach(dirty::add);
    return done.result();
  }

  private record Claiming<T>(T result, List<Claims.Round> rounds, Map<String, Dirty.Names> left) {}

  private <T> Claiming<T> claim(Change change, T result, Freed freed) throws SQLException {
    List<Claims.Round> rounds = new ArrayList<>();
    Map<String, Dirty.Names> left = new HashMap<>();
    for (Map.Entry<String, Dirty.Names> each : freed.byNamespace().entrySet()) {
      if (paused || !DispatchLock.tryTake(change.connection(), each.getKey())) {
        left.put(each.getKey(), each.getValue());
        continue;
      }
      // Under the lock, so that of two who make a task and a slot at once one sees both.
      if (!Claims.isAnyReady(change.connection())) {
        continue;
      }
      Claims.Round round = claims.claim(change, each.getKey(), each.getValue());
      rounds.add(round);
      if (round.then() != Claims.Then.DONE) {
        left.put(each.getKey(), each.getValue());
      }
    }
    return new Claiming<>(result, rounds, left);
  }

  void start(@Observes StartupEvent event) {
    thread = OwnThread.start("dispatcher", this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    dirty.stop();
    thread.join(Duration.ofSeconds(10));
  }

  private void run() {
    Turns turns = new Turns();
    try {
      while (dirty.take(turns)) {
        giveBack();
        round(turns, turns.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Turns turns, String namespace) throws InterruptedException {
    Dirty.Names names = turns.names(namespace);
    try {
      Claims.Round round = round(namespace, names);
      send(round);
      switch (round.then()) {
        case AGAIN -> turns.again(namespace, round.weight());
        case DONE -> turns.done(namespace);
        case HOLD -> turns.hold(namespace);
      }
    } catch (RuntimeException e) {
      // What it wants stays among the turns.
      LOG.warnf("dispatch in namespace %s paused: %s", namespace, e.getMessage());
      turns.again(namespace, 1);
      Thread.sleep(PAUSE);
    }
  }

  private Claims.Round round(String namespace, Dirty.Names names) {
    turn.lock();
    try {
      return changes.commit(
          change -> {
            DispatchLock.take(change.connection(), namespace);
            return claims.claim(change, namespace, names);
          });
    } finally {
      turn.unlock();
    }
  }

  private void send(Claims.Round round) {
    for (Claimed task : round.claimed()) {
      AgentCredit agent = round.agents().get(task.agentId());
      streams
          .add(
              RedisNames.gateway(agent.gatewayId()), task.entry(agent.sessionId(), config).fields())
          .whenComplete(
              (done, failure) -> {
                if (failure != null) {
                  unsent(task);
                }
              });
    }
  }

  private void unsent(Claimed task) {
    paused = true;
    unsent.add(task);
    dirty.agent(task.namespace(), task.agentId());
  }

  /** Redis refused the dispatch: nobody has seen it, so the task needn't wait for its deadline. */
  private void giveBack() throws InterruptedException {
    if (!paused) {
      return;
    }
    Thread.sleep(PAUSE);
    paused = false;
    List<AttemptEnd> ends = new ArrayList<>();
    for (Claimed task = unsent.poll(); task != null; task = unsent.poll()) {
      ends.add(
          AttemptEnd.decided(
              task.attempt(),
              task.agentId(),
              AttemptOutcome.UNDELIVERABLE,
              "the dispatch could not be sent"));
    }
    try {
      changes.commit(change -> endings.apply(change, ends)).forEach(this::ready);
    } catch (RuntimeException e) {
      LOG.warnf("%d unsent tasks wait for their deadline: %s", ends.size(), e.getMessage());
    }
  }
}
