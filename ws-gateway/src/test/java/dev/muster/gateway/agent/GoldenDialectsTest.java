package dev.muster.gateway.agent;

import static dev.muster.gateway.agent.DialectReading.ATTEMPT;
import static dev.muster.gateway.agent.DialectReading.json;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.gateway.agent.AgentDialect.Inbound;
import dev.muster.wire.Ack;
import dev.muster.wire.AgentCommand;
import dev.muster.wire.AgentMessage;
import dev.muster.wire.FrameCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The published examples of both dialects' frames. */
class GoldenDialectsTest {
  private static final Path FOLDER = Path.of("../shared-contracts/src/test/resources/wire");
  private static final List<String> FROM_AGENTS =
      List.of(
          "ws/agent_status",
          "ws/agent_heartbeat",
          "ws/task_accept",
          "ws/task_accept_refused",
          "ws/task_progress",
          "ws/task_result",
          "ws/task_error",
          "ws/agent_ack",
          "control/heartbeat",
          "control/task_completed",
          "control/task_failed",
          "control/agent_ack");
  private static final List<String> GREETING = List.of("ws/auth_ok", "ws/heartbeat");

  /** Told to clients in the same words; read by the test of the socket. */
  private static final List<String> REFUSAL = List.of("ws/auth_error");

  @ParameterizedTest
  @CsvSource({
    "ws/agent_status, heartbeat",
    "ws/agent_heartbeat, heartbeat",
    "ws/task_accept, task_accept",
    "ws/task_accept_refused, task_reject",
    "ws/task_progress, task_progress",
    "ws/task_result, task_result",
    "ws/task_error, task_error",
    "ws/agent_ack, ack",
    "control/heartbeat, task_accept heartbeat",
    "control/task_completed, task_accept task_result",
    "control/task_failed, task_accept task_error",
    "control/agent_ack, ack"
  })
  void anAgentsFrameIsUnderstood(String file, String kinds) throws IOException {
    DialectReading agent = new DialectReading(dialect(file)).opened(ATTEMPT);
    List<Inbound> said =
        agent.dialect.read(Files.readString(path(file))).stream()
            .filter(each -> !(each instanceof Inbound.Noted))
            .toList();

    assertThat(DialectReading.signals(said))
        .extracting(AgentMessage::kind)
        .containsExactly(kinds.split(" "));
  }

  @ParameterizedTest
  @MethodSource("commands")
  void theServersFrameIsWrittenSo(String file, AgentCommand command) throws IOException {
    JsonNode golden = json(Files.readString(path(file)));
    String written =
        dialect(file)
            .write(
                golden.path("id").asText(),
                golden.path("ts").asLong() * 1_000,
                command.kind(),
                FrameCodec.payload(command),
                metadata(golden))
            .orElseThrow();

    assertThat(json(written)).isEqualTo(golden);
  }

  private static Map<String, String> metadata(JsonNode golden) {
    Map<String, String> metadata = new TreeMap<>();
    golden
        .path("metadata")
        .properties()
        .forEach(each -> metadata.put(each.getKey(), each.getValue().asText()));
    return metadata;
  }

  static Stream<Object[]> commands() {
    String told = "0197f3a0-7d00-7000-8000-000000000";
    return Stream.of(
        new Object[] {
          "ws/task_submit", dispatch("process", "{\"argv\":[\"wc\",\"-l\",\"größe.txt\"]}")
        },
        new Object[] {"ws/task_cancel", cancel()},
        new Object[] {"ws/agent_command", new AgentCommand.Control("drain", json("{}"))},
        new Object[] {"ws/ack", Ack.ok(told + "006")},
        new Object[] {
          "ws/error",
          new AgentCommand.ProtocolError(1001, "running must hold task ids", told + "001")
        },
        new Object[] {"control/run_task", dispatch("plan", "{\"target\":\"größe\"}")},
        new Object[] {"control/cancel_task", cancel()},
        new Object[] {
          "control/start_realtime_stream", new AgentCommand.StartRealtimeStream(ATTEMPT, "plan")
        },
        new Object[] {
          "control/stop_realtime_stream", new AgentCommand.StopRealtimeStream(ATTEMPT, "plan")
        },
        new Object[] {"control/ack", Ack.ok(told + "102")},
        new Object[] {
          "control/error",
          new AgentCommand.ProtocolError(
              1001, "plan_limit must be a whole number from 0 to 100000", told + "101")
        });
  }

  @Test
  void theGreetingIsWrittenSo() throws IOException {
    List<String> greeting = dialect("ws/").greeting(0);

    assertThat(greeting).hasSameSizeAs(GREETING);
    for (int i = 0; i < greeting.size(); i++) {
      assertThat(unnamed(greeting.get(i)))
          .isEqualTo(unnamed(Files.readString(path(GREETING.get(i)))));
    }
  }

  @Test
  void everyExampleIsRead() throws IOException {
    Set<String> examples = new TreeSet<>();
    for (String folder : List.of("ws", "control")) {
      try (Stream<Path> files = Files.list(FOLDER.resolve(folder))) {
        files.forEach(
            file ->
                examples.add(folder + "/" + file.getFileName().toString().replace(".json", "")));
      }
    }
    Set<String> read = new TreeSet<>(FROM_AGENTS);
    commands().forEach(command -> read.add((String) command[0]));
    read.addAll(GREETING);
    read.addAll(REFUSAL);

    assertThat(examples).isEqualTo(read);
  }

  private static AgentCommand dispatch(String type, String input) {
    return new AgentCommand.DispatchTask(
        ATTEMPT,
        type,
        json(input),
        3_600_000,
        15_000,
        "run",
        "0197f3a0-7c50-7000-8000-000000000002",
        Map.of("team", "ops"),
        5_000);
  }

  private static AgentCommand cancel() {
    return new AgentCommand.CancelTask(ATTEMPT, "canceled by request", 10_000);
  }

  private static JsonNode unnamed(String frame) {
    ObjectNode rest = (ObjectNode) json(frame);
    return rest.remove(List.of("id", "ts"));
  }

  private static AgentDialect dialect(String file) {
    return file.startsWith("ws/")
        ? new RoleDialect(DialectReading.PROFILE, Duration.ofSeconds(15))
        : new ControlDialect(DialectReading.PROFILE);
  }

  private static Path path(String file) {
    return FOLDER.resolve(file + ".json");
  }
}
