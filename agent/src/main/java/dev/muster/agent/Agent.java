package dev.muster.agent;

import dev.muster.agent.attempt.Attempts;
import dev.muster.agent.config.AgentConfig;
import dev.muster.agent.credential.Credentials;
import dev.muster.agent.data.DataFolder;
import dev.muster.agent.delivery.Courier;
import dev.muster.agent.executor.Executor;
import dev.muster.agent.host.HostLoad;
import dev.muster.agent.outbox.Outbox;
import dev.muster.agent.process.ProcessExecutor;
import dev.muster.agent.process.ProcessRecords;
import dev.muster.agent.session.Backoff;
import dev.muster.agent.session.Connector;
import dev.muster.agent.session.Identity;
import dev.muster.agent.trial.EchoExecutor;
import dev.muster.agent.trial.SleepExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.logging.Logger;

/** The parts put together; one instance per data folder. */
final class Agent {
  private static final Logger LOG = Logger.getLogger("muster");

  /** For acknowledgements of outcomes that came just before the end. */
  private static final Duration LAST_ACKS = Duration.ofSeconds(5);

  private final AgentConfig config;
  private final ProcessRecords records;
  private final ProcessExecutor processes;
  private final Courier courier = new Courier();
  private final Attempts attempts;
  private final Connector connector;
  private volatile boolean hurried;

  /** The types of the tasks that this program runs. */
  static List<String> taskTypes() {
    return List.of("process", "echo", "sleep");
  }

  Agent(AgentConfig config, DataFolder data, Credentials credentials, Backoff.Pace pace)
      throws IOException {
    this.config = config;
    records = new ProcessRecords(data.folder("processes"));
    processes = new ProcessExecutor(data.folder("scripts"), credentials.agentId(), records);
    Outbox outbox = new Outbox(data.folder("outbox"), config.outboxBytes());
    List<Executor> executors = List.of(processes, new EchoExecutor(), new SleepExecutor());
    attempts = new Attempts(executors, config.slots(), config.killGrace(), courier, outbox);
    connector =
        new Connector(
            Identity.of(config, credentials.agentId(), Version.read(), data.machineId()),
            credentials,
            attempts,
            courier,
            new HostLoad(),
            new Backoff(pace, new SplittableRandom()));
  }

  /** Returns when the agent has left. */
  void run() throws IOException, InterruptedException {
    records.endLeftovers();
    attempts.recover();
    connector.run();
    courier.close();
  }

  /** Takes no more tasks, lets the running ones end within the grace, and leaves. */
  void leave() throws InterruptedException {
    LOG.info(
        () ->
            "Leaving: %d tasks have %d s to end"
                .formatted(attempts.occupiedSlots(), config.grace().toSeconds()));
    attempts.leaving();
    connector.heartbeat();
    if (!attempts.awaitNoneExecuting(config.grace())) {
      attempts.abandonExecuting();
      boolean unused = attempts.awaitNoneExecuting(config.killGrace().plus(LAST_ACKS));
    }
    boolean settled = attempts.awaitNone(LAST_ACKS);
    if (hurried) {
      return;
    }
    if (settled) {
      connector.leave("the agent is shutting down");
    } else {
      // With a goodbye the server would hand out tasks whose outcomes are still here.
      LOG.info("Outcomes without an acknowledgement are kept for the next start");
      connector.stop();
    }
  }

  /** Ends what runs, for an agent that is about to be gone, and says nothing of it. */
  void killTasks() throws InterruptedException {
    LOG.info("Leaving at once");
    hurried = true;
    attempts.abandonExecuting();
    processes.killAll();
  }

  /** Leaves without a word. */
  void stop() {
    connector.stop();
  }
}
