package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.error.ErrorCode;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentSignal;
import dev.muster.wire.AttemptRef;
import dev.muster.wire.LogStream;
import dev.muster.wire.TaskErrorKind;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class TaskFlowTest {
  @TempDir private Path folder;
  private ScriptedServer server;
  private RunningAgent agent;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    agent = new RunningAgent(server, folder.resolve("data"), 2);
  }

  @AfterEach
  void stop() throws Exception {
    agent.close();
    server.close();
  }

  @Test
  void registersWithWhatItIs() throws Exception {
    AgentSignal.Register register = server.nextMessage(AgentSignal.Register.class);
    assertThat(register.capabilities()).containsExactly("linux");
    assertThat(register.labels()).containsEntry("zone", "a");
    assertThat(register.slots()).isEqualTo(2);
    assertThat(register.running()).isEmpty();
    assertThat(register.version()).isEqualTo("0.1.0-SNAPSHOT");
    assertThat(server.nextMessage(AgentSignal.Heartbeat.class).freeSlots()).isEqualTo(2);
  }

  @Test
  void acknowledgesAcceptsRunsAndReports() throws Exception {
    server.next(AgentSignal.Register.class);
    AttemptRef attempt = server.dispatch("echo", "{\"a\":[1,2.5]}");
    assertThat(server.nextMessage(Ack.class).accepted()).isTrue();
    assertThat(server.nextMessage(AgentSignal.TaskAccept.class).attempt()).isEqualTo(attempt);
    AgentSignal.TaskResult result = server.nextMessage(AgentSignal.TaskResult.class);
    assertThat(result.attempt()).isEqualTo(attempt);
    assertThat(result.result().toString()).isEqualTo("{\"a\":[1,2.5]}");
  }

  @Test
  void sendsTheOutcomeOnlyAfterItsOutputWasAcknowledged() throws Exception {
    server.answer =
        frame -> frame.message() instanceof AgentSignal.TaskLog ? null : Ack.ok(frame.messageId());
    server.next(AgentSignal.Register.class);
    server.dispatch("process", "{\"script\":\"echo hello\"}");
    var log = server.next(AgentSignal.TaskLog.class);
    AgentSignal.TaskLog text = (AgentSignal.TaskLog) log.message();
    assertThat(text.content().text()).contains("hello\n");
    assertThat(text.stream()).isEqualTo(LogStream.STDOUT);
    assertThat(text.offset()).isZero();
    server.dispatch("echo", "1");
    assertThat(server.nextMessage(AgentSignal.TaskResult.class).result().intValue()).isEqualTo(1);
    server.send(Ack.ok(log.messageId()));
    assertThat(server.nextMessage(AgentSignal.TaskResult.class).exitCode()).isZero();
  }

  @Test
  void aRepeatedDispatchIsAcceptedAgainButRunsOnce() throws Exception {
    server.next(AgentSignal.Register.class);
    Path file = folder.resolve("runs");
    String input = "{\"script\":\"echo x >> " + file + "; sleep 1\"}";
    AttemptRef attempt = server.dispatch("process", input);
    server.next(AgentSignal.TaskAccept.class);
    server.dispatch(attempt, "process", input, 0);
    server.next(AgentSignal.TaskAccept.class);
    server.next(AgentSignal.TaskResult.class);
    assertThat(Files.readString(file, StandardCharsets.UTF_8)).isEqualTo("x\n");
    server.dispatch(attempt, "process", input, 0);
    AttemptRef other = server.dispatch("echo", "2");
    assertThat(server.nextMessage(AgentSignal.TaskAccept.class).attempt()).isEqualTo(other);
  }

  @Test
  void neverRunsMoreThanItsSlots() throws Exception {
    server.next(AgentSignal.Register.class);
    server.dispatch("sleep", "{\"seconds\":60}");
    server.dispatch("sleep", "{\"seconds\":60}");
    AttemptRef third = server.dispatch("sleep", "{\"seconds\":60}");
    AgentSignal.TaskReject reject = server.nextMessage(AgentSignal.TaskReject.class);
    assertThat(reject.attempt()).isEqualTo(third);
    assertThat(reject.reason()).isEqualTo("busy");
  }

  @Test
  void rejectsATypeThatNoExecutorTakes() throws Exception {
    server.next(AgentSignal.Register.class);
    server.dispatch("teleport", "{}");
    assertThat(server.nextMessage(AgentSignal.TaskReject.class).reason()).isEqualTo("unsupported");
  }

  @Test
  void confirmsACancel() throws Exception {
    server.next(AgentSignal.Register.class);
    AttemptRef attempt = server.dispatch("process", "{\"script\":\"echo up; sleep 60\"}");
    server.next(AgentSignal.TaskLog.class);
    server.send(new AgentCommand.CancelTask(attempt, "not needed", 5_000));
    AgentSignal.TaskError error = server.nextMessage(AgentSignal.TaskError.class);
    assertThat(error.errorKind()).isEqualTo(TaskErrorKind.CANCELED);
    assertThat(error.message()).isEqualTo("not needed");
    assertThat(error.exitCode()).isEqualTo(143);
  }

  @Test
  void confirmsACancelOfATaskThatNeverCame() throws Exception {
    server.next(AgentSignal.Register.class);
    AttemptRef attempt = ScriptedServer.attempt();
    server.send(new AgentCommand.CancelTask(attempt, null, 5_000));
    assertThat(server.nextMessage(AgentSignal.TaskError.class).errorKind())
        .isEqualTo(TaskErrorKind.CANCELED);
    server.dispatch(attempt, "echo", "1", 0);
    AttemptRef other = server.dispatch("echo", "2");
    assertThat(server.nextMessage(AgentSignal.TaskAccept.class).attempt()).isEqualTo(other);
  }

  @Test
  void endsATaskWhoseTimeIsUp() throws Exception {
    server.next(AgentSignal.Register.class);
    server.dispatch(ScriptedServer.attempt(), "sleep", "{\"seconds\":60}", 100);
    AgentSignal.TaskError error = server.nextMessage(AgentSignal.TaskError.class);
    assertThat(error.errorKind()).isEqualTo(TaskErrorKind.TIMEOUT);
    assertThat(error.message()).contains("100 ms");
  }

  @Test
  void aNewerLeaseOfATaskReplacesTheOlderSilently() throws Exception {
    server.next(AgentSignal.Register.class);
    AttemptRef old = server.dispatch("process", "{\"script\":\"echo old; exec sleep 60\"}");
    server.next(AgentSignal.TaskLog.class);
    AttemptRef newer = new AttemptRef(old.taskId(), "lease-2", 2);
    server.dispatch(newer, "process", "{\"script\":\"echo new\"}", 0);
    assertThat(server.nextMessage(AgentSignal.TaskAccept.class).attempt()).isEqualTo(newer);
    assertThat(server.nextMessage(AgentSignal.TaskResult.class).attempt()).isEqualTo(newer);
    assertThat(server.rest()).noneMatch(signal -> signal instanceof AgentSignal.TaskError);
  }

  @Test
  void aFencedWriteStopsTheProcess() throws Exception {
    server.answer =
        frame ->
            frame.message() instanceof AgentSignal.TaskLog
                ? Ack.of(frame.messageId(), ErrorCode.CONFLICT, "stale attempt")
                : Ack.ok(frame.messageId());
    server.next(AgentSignal.Register.class);
    Path file = folder.resolve("ended");
    String trap = "trap 'echo ended > " + file + "; exit' TERM; echo up; sleep 60 & wait";
    server.dispatch("process", "{\"script\":\"" + trap + "\"}");
    server.next(AgentSignal.TaskLog.class);
    Eventually.holds(() -> Files.exists(file));
    assertThat(server.rest()).noneMatch(signal -> signal instanceof AgentSignal.TaskError);
  }

  @Test
  void closesAGapInTheLogFromWhatIsUnacknowledged() throws Exception {
    server.resend = new dev.muster.wire.ResendPolicy(50, 200, 100);
    Set<String> seen = new HashSet<>();
    // The first chunk's receipt is lost once; until it comes again the second finds a gap.
    server.answer =
        frame -> {
          boolean again = !seen.add(frame.messageId());
          if (!(frame.message() instanceof AgentSignal.TaskLog log) || again) {
            return Ack.ok(frame.messageId());
          }
          return log.offset() == 0
              ? null
              : new Ack(frame.messageId(), ErrorCode.WRONG_OFFSET.code(), "gap", 0L);
        };
    server.next(AgentSignal.Register.class);
    server.dispatch("process", "{\"script\":\"echo one; echo two >&2\"}");
    server.next(AgentSignal.TaskResult.class);
    assertThat(seen).hasSizeGreaterThanOrEqualTo(4);
  }

  @Test
  void aSlowServerHoldsTheProcessBackInsteadOfFillingMemory() throws Exception {
    server.answer =
        frame -> frame.message() instanceof AgentSignal.TaskLog ? null : Ack.ok(frame.messageId());
    server.next(AgentSignal.Register.class);
    Path file = folder.resolve("written");
    AttemptRef attempt =
        server.dispatch(
            "process",
            "{\"script\":\"head -c 4000000 /dev/zero | tr '\\\\0' 'x'; touch " + file + "\"}");
    long end = 0;
    while (end < (256 << 10) - (64 << 10)) {
      AgentSignal.TaskLog log = server.nextMessage(AgentSignal.TaskLog.class);
      end = log.offset() + log.content().length();
    }
    server.send(new AgentCommand.CancelTask(attempt, "enough", 1_000));
    Eventually.holds(() -> folder.resolve("data/outbox").toFile().list().length > 0);
    assertThat(file).doesNotExist();
  }
}
