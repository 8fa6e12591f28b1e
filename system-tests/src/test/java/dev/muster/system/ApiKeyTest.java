package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.platform.Checkout;
import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(OnStage.class)
class ApiKeyTest {
  private static final Pattern SHELL = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);

  @TempDir Path folder;

  @Test
  void deletedKeyIsDeadOnEveryReplicaWithinASecond(Stage stage) throws Exception {
    deleteCountsEverywhere(stage);
  }

  @Test
  void deleteCountsEverywhereAlsoWhileRedisIsAway(Stage stage) throws Exception {
    stage.platform().redis().kill();
    for (ServiceKind kind : ServiceKind.values()) {
      for (Part service : stage.platform().services(kind)) {
        await().until(() -> !stage.hearsRevocations(service));
      }
    }
    deleteCountsEverywhere(stage);
  }

  @Test
  void signedRequestsPassTheEdgeAsTheyWereSigned(Stage stage) throws Exception {
    assumeTrue(
        run("command -v openssl curl >/dev/null && echo both", Map.of()).contains("both"),
        "no openssl or curl on this machine: signed requests were not tried");
    JsonNode key = newKey(stage);
    Path body = folder.resolve("task.json");
    Files.writeString(body, "{\"type\":\"echo\",\"input\":\"Grüße\"}");
    Matcher functions =
        SHELL.matcher(Files.readString(Checkout.here().root().resolve("docs/signing.md")));
    assertThat(functions.find()).isTrue();
    String answers =
        run(
            functions.group(1)
                + "signed GET /api/v1/tasks 'page_size=1&type=a%20%7e~%C3%BC+b&page=1'\n"
                + "signed GET /api/v1//tasks/ 'page=1&page_size=1&'\n"
                + "signed POST /api/v1/tasks '' '"
                + body
                + "'\n"
                + "signed POST /api/v1/agents/"
                + stage.platform().agentIdentity(0).id()
                + "/tasks '' '"
                + body
                + "'\n",
            Map.of(
                "MUSTER_URL",
                stage.platform().base(),
                "MUSTER_APP_KEY",
                key.path("app_key").asText(),
                "MUSTER_APP_SECRET",
                key.path("app_secret").asText()));
    assertThat(answers)
        .contains("\"total\":0")
        .containsPattern("(?s)\"task_id\":.*\"task_id\":")
        .doesNotContain("\"code\":10");
  }

  private static void deleteCountsEverywhere(Stage stage) throws Exception {
    JsonNode key = newKey(stage);
    List<Rest> replicas = new ArrayList<>();
    for (Part taskService : stage.platform().services(ServiceKind.TASK)) {
      replicas.add(
          Rest.withKey(
              taskService.url(), key.path("app_key").asText(), key.path("app_secret").asText()));
    }
    for (Rest replica : replicas) {
      assertThat(replica.get("/api/v1/tasks").status()).isEqualTo(200);
    }
    Rest.Answer deleted = stage.user().delete("/api/v1/api-keys/" + key.path("id").asText());
    assertThat(deleted.ok()).isTrue();
    long since = System.nanoTime();
    for (Rest replica : replicas) {
      await()
          .pollInterval(Duration.ofMillis(20))
          .atMost(Duration.ofSeconds(1).minusNanos(System.nanoTime() - since))
          .until(() -> replica.get("/api/v1/tasks").status() == 401);
    }
  }

  private static JsonNode newKey(Stage stage) throws IOException, InterruptedException {
    Rest.Answer made =
        stage
            .user()
            .post(
                "/api/v1/api-keys",
                Map.of("name", "k", "scopes", List.of("tasks:read", "tasks:write")));
    assertThat(made.status()).isEqualTo(201);
    return made.json();
  }

  private String run(String script, Map<String, String> variables) throws Exception {
    Path output = folder.resolve("output");
    ProcessBuilder shell =
        new ProcessBuilder("sh", "-uc", script)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile());
    shell.environment().putAll(variables);
    assertThat(shell.start().waitFor(60, TimeUnit.SECONDS)).isTrue();
    return Files.readString(output);
  }
}
