package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.AUTHENTICATE;
import static dev.muster.registry.api.Api.agent;
import static dev.muster.registry.api.Api.anonymous;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.SERVICE;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.assertj.core.api.Assertions.assertThat;

import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

@RegistryTest
class SecrecyTest {
  private static final String TOKEN = "very-secret-0123456789";
  private static final String OTHER = "very-secret-9876543210";

  @Inject AgroalDataSource database;

  @Test
  void aTokenIsInNoAnswerNoLogAndNoTable() throws Exception {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler listener = listener(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(listener);
    List<String> answers = new ArrayList<>();
    try {
      useTokens().forEach(answers::add);
    } finally {
      root.removeHandler(listener);
    }

    assertThat(answers).hasSizeGreaterThan(8).noneMatch(SecrecyTest::leaks);
    assertThat(logged).noneMatch(SecrecyTest::leaks);
    assertThat(tables()).isNotEmpty().noneMatch(SecrecyTest::leaks);
  }

  @Test
  void whatEnrolmentAndRotationGiveIsKeptNowhere() throws Exception {
    Queue<String> logged = new ConcurrentLinkedQueue<>();
    Handler listener = listener(logged);
    Logger root = Logger.getLogger("");
    root.addHandler(listener);
    List<String> secrets = new ArrayList<>();
    List<String> answers = new ArrayList<>();
    try {
      enrolAndRotate(secrets, answers);
    } finally {
      root.removeHandler(listener);
    }

    assertThat(secrets).hasSize(3).doesNotContainNull();
    for (String secret : secrets) {
      assertThat(answers).hasSizeGreaterThan(8).noneMatch(text -> text.contains(secret));
      assertThat(logged).noneMatch(text -> text.contains(secret));
      assertThat(tables()).noneMatch(text -> text.contains(secret));
    }
  }

  /** Adds each secret that is told once, and all answers that must not tell any. */
  private static void enrolAndRotate(List<String> secrets, List<String> answers) {
    String enrollment = as(ADMIN).body("{}").post("/api/enrollment-tokens").path("data.token");
    String body =
        "{\"enrollment_token\":\"%s\",\"machine_id\":\"%s\",\"name\":\"a\",\"type\":\"t\"%s}";
    String machine = UUID.randomUUID().toString();
    Response agent =
        anonymous().body(body.formatted(enrollment, machine, "")).post("/api/agents/register");
    String id = agent.path("data.agent_id");
    as(ADMIN).body("{}").post(AGENT + "/rotate-token", id).then().statusCode(202);
    String offered = as(SERVICE).post("/internal/agents/{id}/rotation", id).path("token");
    secrets.addAll(List.of(enrollment, agent.path("data.agent_token"), offered));
    Stream<Response> uses =
        Stream.of(
            anonymous()
                .body(body.formatted(enrollment, machine + "x", ""))
                .post("/api/agents/register"),
            anonymous()
                .body(body.formatted(enrollment, machine, ",\"x\":1"))
                .post("/api/agents/register"),
            anonymous()
                .body("{\"enrollment_token\":{\"" + enrollment + "\":1}}")
                .post("/api/agents/register"),
            anonymous().body("{\"enrollment_token\":\"" + enrollment).post("/api/agents/register"),
            as(SERVICE).body("{\"token\":\"" + secrets.get(1) + "\"}").post(AUTHENTICATE, id),
            as(SERVICE).body("{\"token\":\"" + offered + "\"}").post(AUTHENTICATE, id),
            as(SERVICE).body("{\"token\":\"" + secrets.get(1) + "\"}").post(AUTHENTICATE, id),
            as(ADMIN).get("/api/enrollment-tokens"),
            as(ADMIN).get(AGENT, id));
    uses.map(answer -> answer.headers() + answer.asString()).forEach(answers::add);
  }

  private static Stream<String> useTokens() {
    String key = UUID.randomUUID().toString();
    String id = post(key, TOKEN).path("data.id");
    Stream<Response> uses =
        Stream.of(
            post(key, TOKEN),
            post(key, OTHER),
            post(key + "2", OTHER + ","),
            as(ADMIN).body(agent("\"x\":1,\"token\":\"" + TOKEN + "\"")).post(AGENTS),
            as(ADMIN).body(agent("\"token\":{\"" + TOKEN + "\":1}")).post(AGENTS),
            as(ADMIN).body("{\"token\":\"" + TOKEN + "\"").post(AGENTS),
            as(ADMIN).body("{\"token\":\"" + OTHER + "\"}").put(AGENT, id),
            as(SERVICE).body("{\"token\":\"" + OTHER + "\"}").post(AUTHENTICATE, id),
            as(SERVICE).body("{\"token\":\"" + TOKEN + "\"}").post(AUTHENTICATE, id),
            as(ADMIN).get(AGENT, id),
            as(USER).get(AGENT, id),
            as(ADMIN).get(AGENTS));
    return uses.map(answer -> answer.headers() + answer.asString());
  }

  private static Response post(String key, String token) {
    return as(ADMIN)
        .header("Idempotency-Key", key)
        .body(agent("\"token\":\"" + token + "\""))
        .post(AGENTS);
  }

  private static boolean leaks(String text) {
    return text.contains("very-secret");
  }

  private List<String> tables() throws Exception {
    List<String> rows = new ArrayList<>();
    try (Connection connection = database.getConnection();
        PreparedStatement read =
            connection.prepareStatement(
                "SELECT a::text FROM agent a"
                    + " UNION ALL SELECT i::text FROM idempotency_key i"
                    + " UNION ALL SELECT e::text FROM enrollment_token e");
        ResultSet row = read.executeQuery()) {
      while (row.next()) {
        rows.add(row.getString(1));
      }
    }
    return rows;
  }

  private static Handler listener(Queue<String> logged) {
    return new Handler() {
      @Override
      public void publish(LogRecord entry) {
        StringWriter text = new StringWriter();
        text.append(entry.getMessage()).append(' ');
        for (Object parameter :
            entry.getParameters() == null ? new Object[0] : entry.getParameters()) {
          text.append(String.valueOf(parameter)).append(' ');
        }
        if (entry.getThrown() != null) {
          entry.getThrown().printStackTrace(new PrintWriter(text, true));
        }
        logged.add(text.toString());
      }

      @Override
      public void flush() {}

      @Override
      public void close() {}
    };
  }
}
