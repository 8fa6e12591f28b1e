package dev.muster.tasks.deadline;

import dev.muster.kit.db.Transactions;
import dev.muster.tasks.cancel.CancelCommands;
import dev.muster.tasks.config.OwnThread;
import dev.muster.tasks.config.TaskConfig;
import dev.muster.tasks.dispatch.Dispatcher;
import dev.muster.tasks.dispatch.Freed;
import dev.muster.tasks.event.Change;
import dev.muster.tasks.event.Changes;
import dev.muster.tasks.queue.ConcurrencyKeys;
import dev.muster.tasks.queue.EndedTask;
import dev.muster.tasks.queue.Endings;
import dev.muster.tasks.session.AgentSessions;
import dev.muster.tasks.signal.Consumers;
import dev.muster.tasks.signal.ProgressEvents;
import dev.muster.tasks.sql.Sql;
import dev.muster.tasks.submit.SubmissionKeys;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Does what time demands: scheduled tasks become ready, what waited too long fails, attempts
 * without an accept or an end are taken back, lost agents' grace runs out. Every replica sweeps;
 * row locks share the work.
 */
@ApplicationScoped
public class Sweeper {
  private static final Logger LOG = Logger.getLogger(Sweeper.class);
  private static final Duration EVERYBODY = Duration.ofSeconds(5);

  private final CountDownLatch stopped = new CountDownLatch(1);
  private Thread thread;
  private long lastLookAtEverybody = System.nanoTime();

  @Inject Transactions transactions;
  @Inject Endings endings;
  @Inject AgentSessions sessions;
  @Inject CancelCommands cancels;
  @Inject Dispatcher dispatcher;
  @Inject Changes changes;
  @Inject TaskConfig config;
  @Inject Consumers consumers;
  @Inject ProgressEvents progress;
  @Inject SubmissionKeys submissionKeys;
  @Inject ConcurrencyKeys concurrencyKeys;
  @Inject QueueGauges gauges;

  void start(@Observes StartupEvent event) {
    thread = OwnThread.start("sweeper", this::run);
  }

  void stop(@Observes ShutdownEvent event) throws InterruptedException {
    stopped.countDown();
    thread.join(Duration.ofSeconds(10));
  }

  private void run() {
    try {
      while (!stopped.await(config.sweepInterval().toMillis(), TimeUnit.MILLISECONDS)) {
        try {
          sweep();
        } catch (SQLException | RuntimeException e) {
          LOG.warnf("sweep skipped: %s", e.getMessage());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void sweep() throws SQLException {
    Freed due = new Freed();
    changes.commit(DueTask::makeReady).forEach(task -> due.route(task.namespace(), task.routeId()));
    dispatcher.ready(due);
    changes.commit(ExpiredTask::fail);
    progress.tellDue();
    Overdue overdue = changes.commit(this::overdue);
    overdue
        .stopAtAgent()
        .forEach(each -> cancels.send(each.gatewayId(), each.agentId(), each.attempt()));
    dispatcher.ready(Freed.of(overdue.ended()));
    dispatcher.ready(
        Freed.of(
            changes.commit(
                change -> {
                  Optional<Duration> silence = consumers.deadAfter(config.gatewayTimeout());
                  if (silence.isPresent()) {
                    sessions.loseDeadGateways(change.connection(), silence.get());
                  }
                  return sessions.takeBack(change);
                })));
    if (System.nanoTime() - lastLookAtEverybody > EVERYBODY.toNanos()) {
      lastLookAtEverybody = System.nanoTime();
      lookAtEverybody();
    }
  }

  Overdue overdue(Change change) throws SQLException {
    long marginMs = config.timeoutMargin().toMillis();
    List<OverdueAttempt> found =
        Sql.query(
            change.connection(), DeadlineSql.OVERDUE, OverdueAttempt::of, Sql.value(marginMs));
    boolean hearing = consumers.hearing();
    List<OverdueAttempt> attempts =
        found.stream().filter(each -> !each.mayNotBeHeard(hearing)).toList();
    if (attempts.size() < found.size()) {
      Sql.update(
          change.connection(),
          DeadlineSql.PUT_OFF,
          Sql.value(marginMs),
          Sql.array(
              "uuid",
              found.stream()
                  .filter(each -> each.mayNotBeHeard(hearing))
                  .map(each -> each.attempt().taskId())
                  .toList()));
    }
    List<EndedTask> ended =
        endings.apply(change, attempts.stream().map(OverdueAttempt::end).toList());
    List<OverdueAttempt> stop = new ArrayList<>();
    for (OverdueAttempt attempt : attempts) {
      if (attempt.accepted() && attempt.gatewayId() != null) {
        stop.add(attempt);
      }
    }
    return new Overdue(ended, stop);
  }

  /**
   * For wake-ups that died with another replica, for tasks that avoided an agent for a while, and
   * for those that wait for a key that somebody else had room of and didn't use.
   */
  private void lookAtEverybody() throws SQLException {
    transactions
        .inTransaction(
            connection -> {
              submissionKeys.forgetOld(connection);
              return Sql.query(
                  connection,
                  DeadlineSql.CONNECTED,
                  row -> new Agent(row.getString(1), row.getObject(2, UUID.class)));
            })
        .forEach(agent -> dispatcher.creditOf(agent.namespace(), agent.id()));
    changes.commit(
        change -> {
          concurrencyKeys.releaseAll(change);
          return Sql.update(change.connection(), DeadlineSql.FORGET_TURNS);
        });
    gauges.sample();
  }

  private record Agent(String namespace, UUID id) {}

  record Overdue(List<EndedTask> ended, List<OverdueAttempt> stopAtAgent) {}
}
