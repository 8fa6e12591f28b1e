package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class OutputOnDemandTest {
  private static final int LINES = 12;

  @TempDir private Path folder;
  private ScriptedServer server;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    agent = new RunningAgent(server, folder.resolve("data"), 2);
    server.next(AgentSignal.Register.class);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    server.close();
  }

  @Test
  void whatNobodyWatchesComesInFewFramesAndWholeBeforeTheOutcome() throws Exception {
    dispatch();
    open();
    List<AgentSignal.TaskLog> logs = logsUntilResult();
    assertThat(text(logs)).isEqualTo(lines());
    assertThat(logs).hasSizeLessThan(LINES / 2);
  }

  @Test
  void whatIsWatchedComesAsItIsWritten() throws Exception {
    AttemptRef attempt = dispatch();
    acknowledged(server.send(new AgentCommand.StartRealtimeStream(attempt, "run")));
    open();
    List<AgentSignal.TaskLog> logs = logsUntilResult();
    assertThat(text(logs)).isEqualTo(lines());
    assertThat(logs).hasSizeGreaterThan(LINES / 2);
  }

  @Test
  void aStopEndsIt() throws Exception {
    AttemptRef attempt = dispatch();
    acknowledged(server.send(new AgentCommand.StartRealtimeStream(attempt, "run")));
    acknowledged(server.send(new AgentCommand.StopRealtimeStream(attempt, "run")));
    open();
    assertThat(logsUntilResult()).hasSizeLessThan(LINES / 2);
  }

  @Test
  void aNewConnectionKnowsNothingOfEarlierWatchers() throws Exception {
    AttemptRef attempt = dispatch();
    acknowledged(server.send(new AgentCommand.StartRealtimeStream(attempt, "run")));
    server.closeSocket(1001);
    server.next(AgentSignal.Register.class);
    open();
    assertThat(logsUntilResult()).hasSizeLessThan(LINES / 2);
  }

  @Test
  void aWatchOfAnotherAttemptOrPhaseIsAcknowledgedAndIgnored() throws Exception {
    AttemptRef attempt = dispatch();
    AttemptRef superseded = new AttemptRef(attempt.taskId(), "another lease", 2);
    for (AgentCommand command :
        List.of(
            new AgentCommand.StartRealtimeStream(ScriptedServer.attempt(), "run"),
            new AgentCommand.StartRealtimeStream(superseded, "run"),
            new AgentCommand.StopRealtimeStream(ScriptedServer.attempt(), "run"),
            new AgentCommand.StartRealtimeStream(attempt, "plan"))) {
      acknowledged(server.send(command));
    }
    open();
    assertThat(logsUntilResult()).hasSizeLessThan(LINES / 2);
  }

  /** It writes its lines, with pauses, once the gate is open. */
  private AttemptRef dispatch() throws Exception {
    String script =
        "while [ ! -e %s ]; do sleep 0.02; done; for i in $(seq %d); do echo line $i; sleep 0.03; done"
            .formatted(gate(), LINES);
    AttemptRef attempt = server.dispatch("process", "{\"script\":\"" + script + "\"}");
    server.next(AgentSignal.TaskAccept.class);
    return attempt;
  }

  private Path gate() {
    return folder.resolve("gate");
  }

  private void open() throws Exception {
    Files.createFile(gate());
  }

  private void acknowledged(String messageId) throws InterruptedException {
    Ack ack;
    do {
      ack = server.nextMessage(Ack.class);
    } while (!ack.messageId().equals(messageId));
    assertThat(ack.accepted()).isTrue();
  }

  private List<AgentSignal.TaskLog> logsUntilResult() throws InterruptedException {
    List<AgentSignal.TaskLog> logs = new ArrayList<>();
    while (true) {
      AgentSignal signal = server.nextMessage(AgentSignal.OfAttempt.class);
      if (signal instanceof AgentSignal.TaskResult) {
        return logs;
      }
      if (signal instanceof AgentSignal.TaskLog log) {
        logs.add(log);
      }
    }
  }

  private static String text(List<AgentSignal.TaskLog> logs) {
    StringBuilder all = new StringBuilder();
    logs.forEach(log -> all.append(log.content().text().orElseThrow()));
    return all.toString();
  }

  private static String lines() {
    StringBuilder all = new StringBuilder();
    for (int i = 1; i <= LINES; i++) {
      all.append("line ").append(i).append('\n');
    }
    return all.toString();
  }
}
