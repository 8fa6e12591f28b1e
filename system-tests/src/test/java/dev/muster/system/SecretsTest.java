package dev.muster.system;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.platform.part.Part;
import dev.muster.platform.part.ServiceKind;
import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import dev.muster.system.stage.OnStage;
import dev.muster.system.stage.Stage;
import java.io.IOException;
import java.io.Reader;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Passwords, tokens and keys are used in every way they can be, rightly and wrongly; then all logs,
 * all answers, the audit log and the arguments of all processes are searched for them.
 */
@ExtendWith(OnStage.class)
class SecretsTest {
  private static final int SHORTEST_SECRET = 16;

  private final Map<String, String> secrets = new LinkedHashMap<>();
  private final Map<String, String> answers = new LinkedHashMap<>();

  @Test
  void secretsAreInNoLogNoAnswerAndNoArgument(Stage stage) throws Exception {
    knowThoseOfThePlatform(stage);
    useAccounts(stage);
    useAgents(stage);
    useServices(stage);

    assertThat(secrets).hasSizeGreaterThan(15);
    assertThat(answers).hasSizeGreaterThan(20);
    assertThat(found(answers)).isEmpty();
    assertThat(found(logs(stage))).isEmpty();
    assertThat(found(arguments(stage))).isEmpty();
    assertThat(found(Map.of("the audit log", auditLog(stage)))).isEmpty();
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
            know(name.toString(), value.toString());
          }
        });
  }

  private void useAccounts(Stage stage) throws Exception {
    String email = "secret-" + UUID.randomUUID() + "@muster.test";
    String password = know("password of an account", "pw-" + UUID.randomUUID());
    String wrong = know("a wrong password", "wrong-" + UUID.randomUUID());
    Rest admin = stage.admin();
    know("access token of the administrator", admin.token());
    Map<String, String> account = Map.of("email", email, "password", password, "name", "Secret");
    answered("register", admin.post("/api/v1/auth/register", account));
    answered("register again", admin.post("/api/v1/auth/register", account));
    answered(
        "register with a mistake",
        admin.post("/api/v1/auth/register", Map.of("email", "x", "password", password, "nam", 1)));
    answered("login, wrong", login(stage, email, wrong));
    answered(
        "login, malformed", stage.as("").post("/api/v1/auth/login", Map.of("password", password)));
    answered("login, other type", stage.as("").post("/api/v1/auth/login", List.of(password)));

    Answer pair = login(stage, email, password);
    String access = know("access token", pair.json().path("access_token").asText());
    String refresh = know("refresh token", pair.json().path("refresh_token").asText());
    Rest user = stage.as(access);
    answered("me", user.get("/api/v1/auth/me"));
    answered("tasks", user.get("/api/v1/tasks"));
    answered("audit, denied", user.get("/api/v1/audit"));
    answered("a token in the query", stage.as("").get("/api/v1/tasks?token=" + access));
    answered(
        "a token cut off", stage.as(access.substring(0, access.length() - 4)).get("/api/v1/tasks"));
    Answer next = refresh(stage, refresh);
    know("second access token", next.json().path("access_token").asText());
    String second = know("second refresh token", next.json().path("refresh_token").asText());
    answered(
        "refresh, unknown",
        refresh(stage, know("unknown refresh token", "r-" + UUID.randomUUID())));
    answered("logout", user.post("/api/v1/auth/logout", Map.of()));
    answered("refresh after logout", refresh(stage, second));
    answered("after logout", user.get("/api/v1/auth/me"));
  }

  private void useAgents(Stage stage) throws Exception {
    Rest admin = stage.admin();
    know("second access token of the administrator", admin.token());
    String given = know("token given to an agent", "agent-" + UUID.randomUUID());
    Map<String, Object> agent = Map.of("name", "secretive", "type", "process", "token", given);
    Answer created = admin.post("/api/v1/agents", agent, "key-" + UUID.randomUUID());
    answered("agent with a token", created);
    String id = created.json().path("id").asText();
    Answer made = admin.post("/api/v1/agents", Map.of("name", "secretive", "type", "process"));
    know("token made for an agent", made.json().path("token").asText());
    answered("agent", admin.get("/api/v1/agents/" + id));
    answered("agents", admin.get("/api/v1/agents"));
    answered("agent with a mistake", admin.post("/api/v1/agents", Map.of("token", given, "x", 1)));
    String service = know("service token", stage.serviceToken(ServiceKind.GATEWAY));
    Rest gateway = stage.as(service).at(stage.platform().service(ServiceKind.REGISTRY, 0).url());
    String path = "/internal/agents/" + id + "/authenticate";
    answered("authenticate", gateway.post(path, Map.of("token", given)));
    answered(
        "authenticate, wrong",
        gateway.post(path, Map.of("token", know("wrong agent token", "w-" + UUID.randomUUID()))));
  }

  private void useServices(Stage stage) throws Exception {
    String secret = know("wrong client secret", "client-" + UUID.randomUUID());
    String form = "grant_type=client_credentials&client_id=ws-gateway&client_secret=" + secret;
    answered(
        "service token, wrong",
        Rest.send(
            stage
                .as("")
                .request("/oauth2/token")
                .header("Content-Type", "application/x-www-form-urlencoded")
                .POST(BodyPublishers.ofString(form))));
    for (ServiceKind kind : ServiceKind.values()) {
      Rest direct = stage.as("").at(stage.platform().service(kind, 0).url());
      for (String path : List.of("/q/metrics", "/q/health", "/q/openapi")) {
        answered(kind + path, direct.get(path));
      }
    }
    answered("the edge's health", stage.as("").get("/health"));
  }

  private static Answer login(Stage stage, String email, String password) throws Exception {
    return stage.as("").post("/api/v1/auth/login", Map.of("email", email, "password", password));
  }

  private static Answer refresh(Stage stage, String token) throws Exception {
    return stage.as("").post("/api/v1/auth/refresh", Map.of("refresh_token", token));
  }

  private String know(String name, String secret) {
    assertThat(secret).as(name).hasSizeGreaterThanOrEqualTo(SHORTEST_SECRET);
    secrets.put(name, secret);
    return secret;
  }

  private void answered(String what, Answer answer) {
    answers.put(what, answer.text());
  }

  private List<String> found(Map<String, String> texts) {
    List<String> found = new ArrayList<>();
    texts.forEach(
        (where, text) ->
            secrets.forEach(
                (name, secret) -> {
                  if (text.contains(secret)) {
                    found.add(name + " in " + where);
                  }
                }));
    return found;
  }

  private static Map<String, String> logs(Stage stage) throws IOException {
    Map<String, String> logs = new LinkedHashMap<>();
    try (Stream<Path> files = Files.list(stage.platform().data().resolve("logs"))) {
      for (Path file : files.toList()) {
        logs.put(
            file.getFileName().toString(),
            new String(Files.readAllBytes(file), StandardCharsets.UTF_8));
      }
    }
    assertThat(logs).hasSizeGreaterThan(6);
    return logs;
  }

  private static Map<String, String> arguments(Stage stage) throws IOException {
    Map<String, String> arguments = new LinkedHashMap<>();
    for (Part part : stage.platform().parts()) {
      Path line = Path.of("/proc", Long.toString(part.pid()), "cmdline");
      arguments.put(
          "arguments of " + part.name(), Files.readString(line, StandardCharsets.ISO_8859_1));
    }
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
