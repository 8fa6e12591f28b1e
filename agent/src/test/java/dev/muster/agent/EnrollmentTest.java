package dev.muster.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.agent.ScriptedServer.Answer;
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

/** The program that enrols itself, as its users start it. */
final class EnrollmentTest {
  private static final Answer TAKEN_IN =
      new Answer(
          201,
          "{\"agent_id\":\"agent-9\",\"agent_token\":\"mat_given\",\"ws_url\":\"wss://x/ws\"}");

  @TempDir private Path folder;
  private final List<Process> started = new ArrayList<>();
  private ScriptedServer server;

  @BeforeEach
  void start() throws Exception {
    server = new ScriptedServer();
    server.enroll = body -> TAKEN_IN;
  }

  @AfterEach
  void stop() throws Exception {
    started.forEach(Process::destroyForcibly);
    server.close();
  }

  @Test
  void aNewAgentRegistersItselfOnceAndKeepsWhatItGot() throws Exception {
    Process first = program("MUSTER_ENROLLMENT_TOKEN", "met_secret");
    AgentSignal.Register register = server.nextMessage(AgentSignal.Register.class);
    first.destroyForcibly().waitFor();
    program("MUSTER_ENROLLMENT_TOKEN", "met_secret");
    server.next(AgentSignal.Register.class);

    assertThat(server.enrollments).hasSize(1);
    JsonNode body = server.enrollments.getFirst();
    assertThat(body.path("enrollment_token").asText()).isEqualTo("met_secret");
    assertThat(body.path("machine_id").asText()).isEqualTo(register.machineId());
    assertThat(body.path("name").asText()).isEqualTo("worker");
    assertThat(body.path("concurrency").asInt()).isEqualTo(4);
    assertThat(body.path("capabilities")).extracting(JsonNode::asText).contains("process");
    assertThat(server.shown).containsExactly("mat_given", "mat_given");
    assertThat(logged())
        .contains("Enrolled as agent agent-9")
        .doesNotContain("met_secret", "mat_given");
  }

  @Test
  void aLostAnswerIsAskedForAgainWithTheSameMachineId() throws Exception {
    server.enroll = body -> server.enrollments.size() == 1 ? new Answer(503, "{}") : TAKEN_IN;
    program("MUSTER_ENROLLMENT_TOKEN", "met_secret");
    server.next(AgentSignal.Register.class);

    assertThat(server.enrollments).hasSize(2);
    assertThat(server.enrollments.getLast()).isEqualTo(server.enrollments.getFirst());
  }

  @Test
  void aTokenThatTheServerDoesNotAcceptIsOneSentence() throws Exception {
    server.enroll = body -> new Answer(401, "{\"code\":1002,\"detail\":\"no\"}");
    Process program = program("MUSTER_ENROLLMENT_TOKEN", "met_secret");

    assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(2);
    assertThat(logged())
        .endsWith("The server doesn't accept MUSTER_ENROLLMENT_TOKEN for this agent.\n");
  }

  @Test
  void aRefusalNamesTheServersReason() throws Exception {
    server.enroll =
        body ->
            new Answer(
                400, "{\"code\":1001,\"errors\":[{\"field\":\"tags\",\"message\":\"too many\"}]}");
    Process program = program("MUSTER_ENROLLMENT_TOKEN", "met_secret");

    assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(2);
    assertThat(logged()).contains("status 400: tags too many");
  }

  @Test
  void withoutAnythingToProveItselfByItSaysWhatIsNeeded() throws Exception {
    Process program = program("MUSTER_LOG", "text");

    assertThat(program.waitFor(20, TimeUnit.SECONDS)).isTrue();
    assertThat(program.exitValue()).isEqualTo(2);
    assertThat(logged()).contains("MUSTER_ENROLLMENT_TOKEN, or MUSTER_AGENT_ID");
  }

  private Process program(String name, String value) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(ProgramTest.command());
    builder.redirectError(ProcessBuilder.Redirect.appendTo(log()));
    builder.environment().put("MUSTER_URL", "http://127.0.0.1:" + server.port());
    builder.environment().put("MUSTER_AGENT_DATA", folder.resolve("data").toString());
    builder.environment().put("MUSTER_AGENT_NAME", "worker");
    builder.environment().put(name, value);
    Process process = builder.start();
    started.add(process);
    return process;
  }

  private File log() {
    return folder.resolve("log").toFile();
  }

  private String logged() throws IOException {
    return Files.readString(log().toPath(), StandardCharsets.UTF_8);
  }
}
