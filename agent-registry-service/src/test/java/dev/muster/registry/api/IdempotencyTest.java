package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.agent;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.unique;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class IdempotencyTest {
  @Inject AgroalDataSource database;

  private final String key = unique();

  @Test
  void aRepeatMakesNoSecondAgentAndTellsNoToken() {
    String id =
        post(ADMIN, key, agent())
            .then()
            .statusCode(201)
            .body("data.token", notNullValue())
            .extract()
            .path("data.id");

    post(ADMIN, key, agent())
        .then()
        .statusCode(200)
        .body("data.id", equalTo(id))
        .body("data.token", nullValue())
        .body("data.repeated", nullValue());
  }

  @Test
  void blanksInTheBodyMakeNoDifference() {
    String id = post(ADMIN, key, "{\"name\":\"a\",\"type\":\"t\"}").path("data.id");

    post(ADMIN, key, "{ \"type\": \"t\", \"name\": \"a\" }").then().body("data.id", equalTo(id));
  }

  @Test
  void anotherBodyIsAConflict() {
    post(ADMIN, key, agent()).then().statusCode(201);

    post(ADMIN, key, agent("\"concurrency\":2")).then().statusCode(409).body("code", equalTo(2002));
  }

  @Test
  void anotherTokenIsAnotherBody() {
    post(ADMIN, key, agent("\"token\":\"0123456789abcdef\"")).then().statusCode(201);

    post(ADMIN, key, agent("\"token\":\"fedcba9876543210\"")).then().statusCode(409);
  }

  @Test
  void theSameKeyOfAnotherAdministratorIsUnrelated() {
    String id = post(ADMIN, key, agent()).path("data.id");
    String other = post(TestIdentity.user("admin"), key, agent()).path("data.id");

    assertThat(other).isNotNull().isNotEqualTo(id);
  }

  @Test
  void aRefusedRequestDoesNotUseUpItsKey() {
    post(ADMIN, key, "{}").then().statusCode(400);

    post(ADMIN, key, agent()).then().statusCode(201);
  }

  @Test
  void simultaneousRepeatsMakeOneAgent() throws Exception {
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> post(ADMIN, key, agent()).path("data.id")));
      }
      Set<String> ids = new HashSet<>();
      for (Future<String> answer : answers) {
        ids.add(answer.get());
      }
      assertThat(ids).hasSize(1).doesNotContainNull();
    }
  }

  @Test
  void afterADayTheKeyIsFreeAgain() throws Exception {
    String id = post(ADMIN, key, agent()).path("data.id");
    try (Connection connection = database.getConnection();
        PreparedStatement age =
            connection.prepareStatement(
                "UPDATE idempotency_key SET created_at = created_at - interval '24 hours'"
                    + " WHERE key = ?")) {
      age.setString(1, key);
      assertThat(age.executeUpdate()).isEqualTo(1);
    }

    String later = post(ADMIN, key, agent("\"concurrency\":2")).path("data.id");
    assertThat(later).isNotNull().isNotEqualTo(id);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b", "é", "a\tb"})
  void aKeyIsVisibleAscii(String bad) {
    post(ADMIN, bad, agent())
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("Idempotency-Key"));
    post(ADMIN, "k".repeat(256), agent()).then().statusCode(400);
  }

  @Test
  void twoKeysAreNone() {
    as(ADMIN)
        .header("Idempotency-Key", key, key + "2")
        .body(agent())
        .post(AGENTS)
        .then()
        .statusCode(400)
        .body("errors[0].field", equalTo("Idempotency-Key"));
  }

  private static Response post(TestIdentity who, String key, String body) {
    return as(who).header("Idempotency-Key", key).body(body).post(AGENTS);
  }
}
