package dev.muster.tasks.dispatch;

import dev.muster.event.GatewayEntry;
import dev.muster.event.RedisNames;
import dev.muster.kit.stream.StreamPublisher;
import dev.muster.task.TaskStatus;
import dev.muster.tasks.config.OwnThread;
import dev.muster.tasks.config.TaskConfig;
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
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jboss.logging.Logger;

/**
 * Claims ready tasks for agents with credit and sends them. One thread per replica gathers what has
 * changed while the round before is committing, so that rounds grow with the load. A claim that
 * isn't sent, because this process or Redis died, ends by its deadline and is ready again.
 */
@ApplicationScoped
public class Dispatcher {
  private static final Logger LOG = Logger.getLogger(Dispatcher.class);
  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Dirty dirty = new Dirty();
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
        round(turns, turns.next());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void round(Turns turns, String namespace) throws InterruptedException {
    Dirty.Names names = turns.names(namespace);
    try {
      Claims.Round round = changes.commit(change -> claims.claim(change, namespace, names));
      send(round);
      switch (round.then()) {
        case AGAIN -> turns.again(namespace, round.weight());
        case DONE -> turns.done(namespace);
        case HOLD -> turns.hold(namespace);
      }
    } catch (SQLException | RuntimeException e) {
      // What it wants stays among the turns.
      LOG.warnf("dispatch in namespace %s paused: %s", namespace, e.getMessage());
      turns.again(namespace, 1);
      Thread.sleep(PAUSE);
    }
  }

  private void send(Claims.Round round) throws SQLException {
    List<CompletableFuture<Void>> sends =
        round.claimed().stream().map(task -> send(task, round)).toList();
    try {
      CompletableFuture.allOf(sends.toArray(CompletableFuture[]::new)).join();
    } catch (CompletionException e) {
      giveBack(round, sends);
      throw e;
    }
  }

  private CompletableFuture<Void> send(Claimed task, Claims.Round round) {
    AgentCredit agent = round.agents().get(task.agentId());
    GatewayEntry entry = task.entry(agent.sessionId(), config);
    return streams.add(RedisNames.gateway(agent.gatewayId()), entry.fields()).toCompletableFuture();
  }

  /** Redis refused the dispatch: nobody has seen it, so the task needn't wait for its deadline. */
  private void giveBack(Claims.Round round, List<CompletableFuture<Void>> sends)
      throws SQLException {
    List<AttemptEnd> ends = new ArrayList<>();
    for (int i = 0; i < sends.size(); i++) {
      Claimed task = round.claimed().get(i);
      if (sends.get(i).isCompletedExceptionally()) {
        ends.add(
            AttemptEnd.decided(
                task.attempt(),
                task.agentId(),
                AttemptOutcome.UNDELIVERABLE,
                "the dispatch could not be sent"));
      }
    }
    changes.commit(change -> endings.apply(change, ends)).forEach(this::ready);
  }
}
