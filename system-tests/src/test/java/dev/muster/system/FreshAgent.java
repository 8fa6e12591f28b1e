package dev.muster.system;

import static org.awaitility.Awaitility.await;

import dev.muster.platform.part.Part;
import dev.muster.system.client.Rest;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;

/** An agent program that nobody registered: it has an enrolment token and nothing else. */
record FreshAgent(Stage stage, Rest admin, String name, Part program, UUID id)
    implements AutoCloseable {

  /** Online when this returns. */
  static FreshAgent enroll(Stage stage) throws IOException, InterruptedException {
    Rest admin = stage.admin();
    String name = "fresh-" + UUID.randomUUID().toString().substring(0, 8);
    Rest.Answer token =
        admin.post("/api/v1/enrollment-tokens", Map.of("tags", List.of(name), "expires_in", 300));
    Part program = stage.platform().enrollingAgent(name, token.json().path("token").asText());
    program.start();
    FreshAgent agent =
        new FreshAgent(stage, admin, name, program, UUID.fromString(kept(stage, name, "agent_id")));
    await().atMost(Duration.ofSeconds(30)).until(agent::isOnline);
    return agent;
  }

  boolean isOnline() throws IOException, InterruptedException {
    return registration().json().path("online").asBoolean();
  }

  Rest.Answer registration() throws IOException, InterruptedException {
    return admin.get("/api/v1/agents/" + id);
  }

  Rest.Answer order(String verb, String reason) throws IOException, InterruptedException {
    return admin.post("/api/v1/agents/" + id + "/" + verb, Map.of("reason", reason));
  }

  /** The token that the program would show next. */
  String token() throws IOException {
    return kept(stage, name, "token");
  }

  private static String kept(Stage stage, String name, String key) throws IOException {
    Properties lines = new Properties();
    lines.load(
        new StringReader(
            Files.readString(
                stage
                    .platform()
                    .data()
                    .resolve("agents")
                    .resolve(name)
                    .resolve("credentials")
                    .resolve("credentials"),
                StandardCharsets.UTF_8)));
    return lines.getProperty(key);
  }

  @Override
  public void close() throws IOException {
    try {
      program.stop();
      admin.delete("/api/v1/agents/" + id);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an agent was ended", e);
    }
  }
}
