package dev.muster.tasks.dispatch;

import dev.muster.error.ContractException;
import dev.muster.event.RedisNames;
import dev.muster.kit.db.CommitUnknownException;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.tasks.config.OwnThread;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.queue.AttemptEnd;
import dev.muster.tasks.queue.AttemptOutcome;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.queue.Endings;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicReference;
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

  private final Queue<Claimed> unsent = new ConcurrentLinkedQueue<>();
  private volatile boolean paused;
  private Thread thread;

  @Inject Dirty dirty;
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
    if (task.isReady()) {
      ready(task.namespace(), task.routeId());
    }
  }

  /** All of it may be claimed. */
  public void ready(Freed freed) {
    dirty.add(freed);
  }

  /** An agent may have a free slot. */
  public void creditOf(String namespace, UUID agentId) {
    dirty.agent(namespace, agentId);
  }

  /**
   * Commits the work together with the claims that it makes possible, as {@link Changes#commit}
   * does, and sends what was claimed. Claims that would have to wait for another round are left to
   * a later one.
   */
  public <T> T commit(Changes.Work<T> work, Function<T, Freed> freed) {
    List<Claims.Round> rounds = new ArrayList<>();
    AtomicReference<Freed> left = new AtomicReference<>();
    T done =
        commitClaims(
            rounds,
            change -> {
              T result = work.apply(change);
              left.set(claimAtOnce(change, freed.apply(result), rounds));
              return result;
            });
    rounds.forEach(this::send);
    dirty.add(left.get());
    return done;
  }

  /** Answers what is left to a later round. */
  private Freed claimAtOnce(Change change, Freed freed, List<Claims.Round> rounds)
      throws SQLException {
    Freed left = new Freed();
    for (Map.Entry<String, Freed.Names> each : freed.byNamespace().entrySet()) {
      if (paused || !DispatchLock.tryTake(change.connection(), each.getKey())) {
        left.add(each.getKey(), each.getValue());
        continue;
      }
      // Under the lock, so that of two who make a task and a slot at once one sees both.
      if (!Claims.isAnyReady(change.connection())) {
        continue;
      }
      Claims.Round round = claims.claim(change, each.getKey(), each.getValue());
      rounds.add(round);
      if (round.then() != Claims.Then.DONE) {
        left.add(each.getKey(), each.getValue());
      }
    }
    return left;
  }

  /**
   * What was claimed with a commit of which nobody knows is not sent: it goes back, if it was
   * claimed at all.
   *
   * @param rounds those of the work, when this returns
   */
  private <T> T commitClaims(List<Claims.Round> rounds, Changes.Work<T> work) {
    try {
      return changes.commit(
          change -> {
            rounds.clear();
            return work.apply(change);
          });
    } catch (CommitUnknownException e) {
      rounds.forEach(round -> round.claimed().forEach(this::unsent));
      throw e;
    }
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
    Freed.Names names = turns.names(namespace);
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

  private Claims.Round round(String namespace, Freed.Names names) {
    List<Claims.Round> rounds = new ArrayList<>();
    return commitClaims(
        rounds,
        change -> {
          DispatchLock.take(change.connection(), namespace);
          rounds.add(claims.claim(change, namespace, names));
          return rounds.getFirst();
        });
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

  /** Added before the pause is called, so that whoever ends the pause finds it. */
  private void unsent(Claimed task) {
    unsent.add(task);
    paused = true;
    dirty.agent(task.namespace(), task.agentId());
  }

  /** Nobody has seen these dispatches, so their tasks needn't wait for their deadlines. */
  private void giveBack() throws InterruptedException {
    if (!paused) {
      return;
    }
    Thread.sleep(PAUSE);
    paused = false;
    List<Claimed> tasks = new ArrayList<>();
    for (Claimed task = unsent.poll(); task != null; task = unsent.poll()) {
      tasks.add(task);
    }
    List<AttemptEnd> ends =
        tasks.stream()
            .map(
                task ->
                    AttemptEnd.decided(
                        task.attempt(),
                        task.agentId(),
                        AttemptOutcome.UNDELIVERABLE,
                        "the dispatch could not be sent"))
            .toList();
    try {
      changes.commit(change -> endings.apply(change, ends)).forEach(this::ready);
    } catch (ContractException | CommitUnknownException e) {
      // The database is away: again after the next pause.
      tasks.forEach(this::unsent);
    } catch (RuntimeException e) {
      LOG.warnf("%d unsent tasks wait for their deadline: %s", ends.size(), e.getMessage());
    }
  }
}
