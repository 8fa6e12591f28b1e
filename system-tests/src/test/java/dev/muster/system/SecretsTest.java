package dev.muster.system;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.secret.Accounts;
import dev.muster.system.secret.Agents;
import dev.muster.system.secret.Confidences;
import dev.muster.system.secret.Keys;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Passwords, tokens and keys are used in every way they can be, rightly and wrongly; then all logs,
 * all answers, the audit log and the arguments of all processes are searched for them.
 */
@ExtendWith(OnStage.class)
class SecretsTest {
  private final Confidences confidences = new Confidences();

  @Test
  void secretsAreInNoLogNoAnswerAndNoArgument(Stage stage) throws Exception {
    knowThoseOfThePlatform(stage);
    new Accounts(stage, confidences).use();
    new Keys(stage, confidences).use();
    new Agents(stage, confidences).use();
    rotateUnderARealAgent(stage);
    askOperators(stage);

    assertThat(confidences.secrets()).isGreaterThan(45);
    assertThat(confidences.answers()).hasSizeGreaterThan(70);
    assertThat(confidences.found(confidences.answers())).isEmpty();
    assertThat(confidences.found(logs(stage))).isEmpty();
    assertThat(confidences.found(arguments(stage))).isEmpty();
    assertThat(confidences.found(Map.of("the audit log", auditLog(stage)))).isEmpty();
  }

  private void knowThoseOfThePlatform(Stage stage) throws IOException {
    Properties known = new Properties();
    try (Reader file =
        Files.newBufferedReader(stage.platform().data().resolve("secrets.properties"))) {
      known.load(file);
    }
    known.forEach(
        (name, value) -> {
          if (!name.toString().endsWith(".id")) {
            confidences.know(name.toString(), value.toString());
          }
        });
  }

  private void rotateUnderARealAgent(Stage stage) throws Exception {
    try (FreshAgent agent = FreshAgent.enroll(stage)) {
      confidences.know("access token of who enrolled it", agent.admin().token());
      String first = confidences.know("token that an agent enrolled for", agent.token());
      confidences.answered("rotation of a real agent", 202, agent.order("rotate-token", "leaked"));
      await().atMost(Duration.ofSeconds(30)).until(() -> !agent.token().equals(first));
      confidences.know("token that it was offered", agent.token());
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> agent.registration().text().contains("\"done\""));
      confidences.answered("a real agent", 200, agent.registration());
    }
  }

  private void askOperators(Stage stage) throws Exception {
    for (ServiceKind kind : ServiceKind.values()) {
      Rest direct = stage.as("").at(stage.platform().service(kind, 0).url());
      for (String path : List.of("/q/metrics", "/q/health", "/q/openapi")) {
        confidences.answered(kind + path, direct.get(path));
      }
    }
    confidences.answered("the edge's health", stage.as("").get("/health"));
  }

  private static Map<String, String> logs(Stage stage) throws IOException {
    Map<String, String> logs = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(stage.platform().data().resolve("logs"))) {
      for (Path file : files.toList()) {
        logs.put(file.getFileName().toString(), new String(Files.readAllBytes(file), UTF_8));
      }
    }
    assertThat(logs).hasSizeGreaterThan(6);
    return logs;
  }

  private static Map<String, String> arguments(Stage stage) throws IOException {
    Map<String, String> arguments = new LinkedHashMap<>();
    Stream<Long> parts = stage.platform().parts().stream().map(Part::pid);
    Stream<Long> children = ProcessHandle.current().descendants().map(ProcessHandle::pid);
    for (long pid : Stream.concat(parts, children).distinct().toList()) {
      Path line = Path.of("/proc", Long.toString(pid), "cmdline");
      try {
        arguments.put("arguments of " + pid, Files.readString(line, ISO_8859_1));
      } catch (NoSuchFileException ended) {
        // A short-lived one of PostgreSQL's.
      }
    }
    assertThat(arguments).hasSizeGreaterThan(10);
    return arguments;
  }

  private static String auditLog(Stage stage) throws Exception {
    String lines =
        Rest.send(
                stage
                    .admin()
                    .request("/api/v1/audit")
                    .header("Accept", "application/x-ndjson")
                    .GET())
            .text();
    assertThat(lines).contains("\"session.login\"").contains("\"account.create\"");
    return lines;
  }
}
