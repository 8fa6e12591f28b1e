package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.agent.config.ConfigException;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.ResendPolicy;
import dev.muster.wire.TaskErrorKind;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecoveryTest {
  @TempDir private Path folder;
  private ScriptedServer server;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    startAgent();
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    server.close();
  }

  private void startAgent() throws Exception {
    agent = new RunningAgent(server, folder, 2);
  }

  @Test
  void sendsAResultAgainUnderTheSameIdUntilItIsAcknowledged() throws Exception {
    server.resend = new ResendPolicy(50, 100, 3);
    ignoreOutcomes();
    server.next(AgentSignal.Register.class);
    server.dispatch("echo", "1");
    var first = server.next(AgentSignal.TaskResult.class);
    for (int sends = 2; sends <= 5; sends++) {
      assertThat(server.next(AgentSignal.TaskResult.class).messageId())
          .isEqualTo(first.messageId());
    }
    server.send(Ack.ok(first.messageId()));
    Eventually.holds(this::outboxEmpty);
  }

  @Test
  void runningAttemptsSurviveALostConnection() throws Exception {
    server.next(AgentSignal.Register.class);
    AttemptRef attempt =
        server.dispatch("process", "{\"script\":\"echo hello; sleep 1; echo bye\"}");
    server.next(AgentSignal.TaskLog.class);
    server.closeSocket(1001);
    AgentSignal.Register register = server.nextMessage(AgentSignal.Register.class);
    assertThat(register.running())
        .singleElement()
        .satisfies(
            running -> {
              assertThat(running.attempt()).isEqualTo(attempt);
              assertThat(running.phaseOffsets()).containsEntry("run", 6L);
            });
    assertThat(server.nextMessage(AgentSignal.TaskLog.class).offset()).isEqualTo(6);
    assertThat(server.nextMessage(AgentSignal.TaskResult.class).attempt()).isEqualTo(attempt);
  }

  @Test
  void anUnacknowledgedResultGoesAgainOnTheNextConnection() throws Exception {
    ignoreOutcomes();
    server.next(AgentSignal.Register.class);
    server.dispatch("echo", "1");
    var first = server.next(AgentSignal.TaskResult.class);
    acknowledgeAll();
    server.closeSocket(1013);
    assertThat(server.next(AgentSignal.TaskResult.class).messageId()).isEqualTo(first.messageId());
    Eventually.holds(this::outboxEmpty);
  }

  @Test
  void stopsWhatTheServerSaysBelongsToOthers() throws Exception {
    server.next(AgentSignal.Register.class);
    AttemptRef attempt = server.dispatch("sleep", "{\"seconds\":60}");
    server.next(AgentSignal.TaskAccept.class);
    server.abandon = List.of(attempt);
    server.closeSocket(1001);
    assertThat(server.nextMessage(AgentSignal.Register.class).running()).hasSize(1);
    server.closeSocket(1001);
    assertThat(server.nextMessage(AgentSignal.Register.class).running()).isEmpty();
  }

  @Test
  void aResultAndTheOutputBeforeItSurviveACrashOfTheAgent() throws Exception {
    server.answer =
        frame -> frame.message() instanceof AgentSignal.TaskLog ? null : Ack.ok(frame.messageId());
    server.next(AgentSignal.Register.class);
    AttemptRef attempt = server.dispatch("process", "{\"script\":\"echo precious\"}");
    var log = server.next(AgentSignal.TaskLog.class);
    Eventually.holds(() -> !outboxEmpty());
    agent.close();
    acknowledgeAll();
    startAgent();
    assertThat(server.nextMessage(AgentSignal.Register.class).running())
        .singleElement()
        .satisfies(running -> assertThat(running.attempt()).isEqualTo(attempt));
    assertThat(server.next(AgentSignal.TaskLog.class).messageId()).isEqualTo(log.messageId());
    assertThat(server.nextMessage(AgentSignal.TaskResult.class).attempt()).isEqualTo(attempt);
    Eventually.holds(this::outboxEmpty);
  }

  @Test
  void attemptsThatRanWhenTheAgentWasKilledAreNotClaimedAgain() throws Exception {
    server.next(AgentSignal.Register.class);
    server.dispatch("sleep", "{\"seconds\":60}");
    server.next(AgentSignal.TaskAccept.class);
    agent.close();
    startAgent();
    assertThat(server.nextMessage(AgentSignal.Register.class).running()).isEmpty();
  }

  @Test
  void keepsTryingWhenItsTokenIsRefused() throws Exception {
    server.next(AgentSignal.Register.class);
    server.refuseWith = 401;
    server.closeSocket(4401);
    server.refuseWith = 0;
    server.next(AgentSignal.Register.class);
  }

  @Test
  void saysGoodbyeOnceItsTasksHaveEnded() throws Exception {
    server.next(AgentSignal.Register.class);
    server.dispatch("sleep", "{\"seconds\":0.3}");
    server.next(AgentSignal.TaskAccept.class);
    agent.agent.leave();
    server.next(AgentSignal.TaskResult.class);
    server.next(AgentSignal.Goodbye.class);
    assertThat(agent.awaitLeft()).isTrue();
  }

  @Test
  void takesNothingNewWhileItLeavesAndAbandonsWhatOutlastsTheGrace() throws Exception {
    server.next(AgentSignal.Register.class);
    server.dispatch("sleep", "{\"seconds\":60}");
    server.next(AgentSignal.TaskAccept.class);
    Thread leaving = Thread.ofPlatform().start(Unchecked.of(agent.agent::leave));
    AgentSignal.Heartbeat beat = server.nextMessage(AgentSignal.Heartbeat.class);
    while (beat.freeSlots() > 0) {
      beat = server.nextMessage(AgentSignal.Heartbeat.class);
    }
    server.dispatch("echo", "1");
    assertThat(server.nextMessage(AgentSignal.TaskReject.class).reason()).isEqualTo("draining");
    server.next(AgentSignal.Goodbye.class);
    leaving.join();
    assertThat(server.rest()).noneMatch(signal -> signal instanceof AgentSignal.TaskError);
  }

  @Test
  void aServerThatRefusesAResultGetsAFailureInstead() throws Exception {
    server.answer =
        frame ->
            frame.message() instanceof AgentSignal.TaskResult
                ? new Ack(frame.messageId(), 1007, "too large", null)
                : Ack.ok(frame.messageId());
    server.next(AgentSignal.Register.class);
    server.dispatch("echo", "1");
    AgentSignal.TaskError error = server.nextMessage(AgentSignal.TaskError.class);
    assertThat(error.errorKind()).isEqualTo(TaskErrorKind.FAILED);
    assertThat(error.message()).contains("too large");
  }

  @Test
  void drainAndResumeComeFromTheServerToo() throws Exception {
    server.next(AgentSignal.Register.class);
    server.send(new AgentCommand.Control("drain", null));
    server.dispatch("echo", "1");
    assertThat(server.nextMessage(AgentSignal.TaskReject.class).reason()).isEqualTo("draining");
    server.send(new AgentCommand.Control("resume", null));
    server.dispatch("echo", "2");
    server.next(AgentSignal.TaskResult.class);
  }

  @Test
  void aSecondAgentWithTheSameFolderIsRefused() {
    assertThatThrownBy(() -> new RunningAgent(server, folder, 1))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("Another muster-agent")
        .hasMessageContaining(Long.toString(ProcessHandle.current().pid()));
  }

  private void ignoreOutcomes() {
    server.answer =
        frame ->
            frame.message() instanceof AgentSignal.TaskResult ? null : Ack.ok(frame.messageId());
  }

  private void acknowledgeAll() {
    server.answer = frame -> Ack.ok(frame.messageId());
  }

  private boolean outboxEmpty() throws Exception {
    try (Stream<Path> files = Files.list(folder.resolve("outbox"))) {
      return files.findAny().isEmpty();
    }
  }
}
