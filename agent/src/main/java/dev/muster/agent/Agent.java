package dev.muster.agent;

import dev.muster.agent.attempt.Attempts;
import dev.muster.agent.config.AgentConfig;
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
import java.util.logging.Logger;
import java.util.random.RandomGenerator;

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

  Agent(AgentConfig config, DataFolder data, Backoff.Pace pace) throws IOException {
    this.config = config;
    records = new ProcessRecords(data.folder("processes"));
    processes = new ProcessExecutor(data.folder("scripts"), config.agentId(), records);
    Outbox outbox = new Outbox(data.folder("outbox"), config.outboxBytes());
    List<Executor> executors = List.of(processes, new EchoExecutor(), new SleepExecutor());
    attempts = new Attempts(executors, config.slots(), config.killGrace(), courier, outbox);
    connector =
        new Connector(
            Identity.of(config, Version.read(), data.machineId()),
            attempts,
            courier,
            new HostLoad(),
            new Backoff(pace, RandomGenerator.getDefault()));
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
    attempts.draining(true);
    connector.heartbeat();
    if (!attempts.awaitNoneExecuting(config.grace())) {
      attempts.abandonExecuting();
      boolean unused = attempts.awaitNoneExecuting(config.killGrace().plus(LAST_ACKS));
    }
    if (attempts.awaitNone(LAST_ACKS)) {
      connector.leave("the agent is shutting down");
    } else {
      // With a goodbye the server would hand out tasks whose outcomes are still here.
      LOG.info("Outcomes without an acknowledgement are kept for the next start");
      connector.stop();
    }
  }

  /** Ends what runs and leaves without a word. */
  void leaveAtOnce() throws InterruptedException {
    LOG.info("Leaving at once");
    processes.killAll();
    connector.stop();
  }
}
