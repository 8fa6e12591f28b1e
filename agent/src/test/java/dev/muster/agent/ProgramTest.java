package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.AgentSignal;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program as its users start, signal and kill it. */
final class ProgramTest {
  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
  }

  @AfterEach
  void stop() throws Exception {
    started.forEach(Process::destroyForcibly);
    server.close();
  }

  private Process program(String... arguments) throws IOException {
    List<String> command = new ArrayList<>(command());
    command.addAll(List.of(arguments));
    ProcessBuilder builder = new ProcessBuilder(command).redirectError(log());
    builder.environment().put("MUSTER_URL", "http://127.0.0.1:" + server.port());
    builder.environment().put("MUSTER_AGENT_ID", "agent-1");
    builder.environment().put("MUSTER_AGENT_TOKEN", "top-secret-token");
    builder.environment().put("MUSTER_AGENT_DATA", folder.resolve("data").toString());
    builder.environment().put("MUSTER_LOG", "json");
    Process process = builder.start();
    started.add(process);
    return process;
  }

  /** The classes under test, or another build of them: {@code -Dmuster.agent.program=FILE}. */
  static List<String> command() {
    String program = System.getProperty("muster.agent.program");
    if (program != null) {
      return List.of(Path.of(program).toAbsolutePath().toString());
    }
    String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
    String classes = System.getProperty("java.class.path");
    return List.of(java, "-XX:+UseSerialGC", "-Xmx48m", "-cp", classes, Main.class.getName());
  }

  private File log() {
    return folder.resolve("log").toFile();
  }

  private String logged() throws IOException {
    return Files.readString(log().toPath(), StandardCharsets.UTF_8);
  }

  @Test
  void explainsItself() throws Exception {
    Process program = program("--help");
    assertThat(new String(program.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
        .contains("MUSTER_AGENT_TOKEN_FILE", "--config FILE");
    assertThat(program.waitFor()).isZero();
  }

  @Test
  void aMistakeInTheConfigurationIsOneSentence() throws Exception {
    assertThat(program("--config", "/no/such/file").waitFor()).isEqualTo(2);
    assertThat(logged()).isEqualTo("The file /no/such/file of --config can't be read.\n");
  }

  @Test
  void leavesOnTermWhenItsTasksHaveEndedAndNeverLogsItsToken() throws Exception {
    Process program = program();
    server.next(AgentSignal.Register.class);
    server.dispatch("process", "{\"script\":\"sleep 0.5; echo done\"}");
    server.next(AgentSignal.TaskAccept.class);
    program.destroy();
    server.next(AgentSignal.TaskResult.class);
    server.next(AgentSignal.Goodbye.class);
    assertThat(program.waitFor()).isZero();
    assertThat(logged()).contains("\"message\":\"Connected to ").doesNotContain("top-secret-token");
  }

  @Test
  void aSecondTermEndsEverythingAtOnce() throws Exception {
    Process program = program();
    long task = startProcessTask();
    program.destroy();
    AgentSignal.Heartbeat beat = server.nextMessage(AgentSignal.Heartbeat.class);
    while (beat.freeSlots() > 0) {
      beat = server.nextMessage(AgentSignal.Heartbeat.class);
    }
    program.destroy();
    assertThat(program.waitFor(10, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(143);
    assertThat(ProcessHandle.of(task)).isEmpty();
  }

  @Test
  void theNextStartEndsWhatAKilledAgentLeftRunning() throws Exception {
    Process program = program();
    long task = startProcessTask();
    assertThat(program.destroyForcibly().waitFor()).isEqualTo(137);
    assertThat(ProcessHandle.of(task)).isPresent();
    program();
    assertThat(server.nextMessage(AgentSignal.Register.class).running()).isEmpty();
    Eventually.holds(() -> ProcessHandle.of(task).isEmpty());
  }

  private long startProcessTask() throws Exception {
    server.next(AgentSignal.Register.class);
    server.dispatch("process", "{\"script\":\"echo $$; sleep 401; sleep 402\"}");
    AgentSignal.TaskLog log = server.nextMessage(AgentSignal.TaskLog.class);
    return Long.parseLong(log.content().text().orElseThrow().strip());
  }
}
