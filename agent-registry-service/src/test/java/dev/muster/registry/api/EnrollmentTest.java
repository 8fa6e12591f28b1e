package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AUTHENTICATE;
import static dev.muster.registry.api.Api.anonymous;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newNamespace;
import static dev.muster.registry.api.Api.unique;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.muster.kit.limit.Buckets;
import dev.muster.kit.limit.Limit;
import io.agroal.api.AgroalDataSource;
import io.restassured.response.Response;
import jakarta.inject.Inject;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class EnrollmentTest {
  private static final String TOKENS = "/api/v1/enrollment-tokens";
  private static final String REGISTER = "/api/v1/agents/register";

  @Inject AgroalDataSource database;
  @Inject Buckets buckets;

  private final String machine = "machine-" + UUID.randomUUID();

  @Test
  void aMachineRegistersItselfAndCanConnect() {
    String namespace = newNamespace();
    String token =
        newToken("\"namespace\":\"" + namespace + "\",\"tags\":[\"edge\"],\"reusable\":true");

    Response registered =
        register(token, machine, "\"capabilities\":[\"process\"],\"tags\":[\"own\",\"edge\"]");
    registered.then().statusCode(201).body("agent_token", matchesPattern("mat_[A-Za-z0-9_-]{43}"));
    String id = registered.path("agent_id");
    assertThat(registered.<String>path("ws_url"))
        .isEqualTo("wss://muster.example.org/base/ws/agent/" + id);
    authenticate(id, registered.path("agent_token")).then().statusCode(200);
    as(ADMIN)
        .get(AGENT, id)
        .then()
        .body("data.namespace", equalTo(namespace))
        .body("data.tags", contains("edge", "own"))
        .body("data.capabilities", contains("process"))
        .body("data.concurrency", equalTo(3))
        .body("data.machine_id", equalTo(machine))
        .body("data.program_version", equalTo("1.2"));
    as(TestIdentity.USER).get(AGENT, id).then().body("data.machine_id", nullValue());
  }

  @Test
  void theSameMachineGetsTheSameAgentAndTheOldTokenDies() {
    String token = newToken("\"reusable\":true");
    Response first = register(token, machine);
    String id = first.path("agent_id");
    as(ADMIN).body("{\"concurrency\":9}").put(AGENT, id).then().statusCode(200);
    Response second = register(newToken(""), machine);

    second.then().statusCode(200).body("agent_id", equalTo(id));
    authenticate(id, first.path("agent_token")).then().statusCode(401);
    authenticate(id, second.path("agent_token")).then().statusCode(200);
    as(ADMIN).get(AGENT, id).then().body("data.concurrency", equalTo(9));
  }

  @Test
  void aMachineIsAnotherAgentInAnotherNamespace() {
    String theirs = register(newToken("\"reusable\":true"), machine).path("agent_id");
    String stolen = newToken("\"namespace\":\"" + newNamespace() + "\",\"reusable\":true");

    register(stolen, machine).then().statusCode(201).body("agent_id", not(equalTo(theirs)));
  }

  @Test
  void aOneTimeTokenServesOneMachineWhichMayAskAgainUntilItUsesWhatItGot() {
    String token = newToken("");
    Response lost = register(token, machine);
    Response repeated = register(token, machine);
    repeated.then().statusCode(200).body("agent_id", equalTo(lost.path("agent_id")));
    refused(register(token, machine + "-other"));
    String id = repeated.path("agent_id");
    authenticate(id, lost.path("agent_token")).then().statusCode(401);
    authenticate(id, repeated.path("agent_token")).then().statusCode(200);

    refused(register(token, machine));
    authenticate(id, repeated.path("agent_token")).then().statusCode(200);
  }

  @Test
  void ofManyThatUseAOneTimeTokenAtOnceOneIsRegistered() throws Exception {
    String token = newToken("");
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(12)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 12; i++) {
        String own = machine + i;
        answers.add(threads.submit(() -> register(token, own).statusCode()));
      }
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
    }
    assertThat(statuses).containsOnly(201, 401).containsOnlyOnce(201);
  }

  @Test
  void oneMachineThatRegistersManyTimesAtOnceIsOneAgent() throws Exception {
    String token = newToken("\"reusable\":true");
    String other = newToken("\"reusable\":true");
    List<String> ids = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<String>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        String used = i % 2 == 0 ? token : other;
        answers.add(threads.submit(() -> register(used, machine).path("agent_id")));
      }
      for (Future<String> answer : answers) {
        ids.add(answer.get());
      }
    }
    assertThat(ids).doesNotContainNull();
    assertThat(ids.stream().distinct()).hasSize(1);
  }

  @Test
  void everyInvalidTokenIsAnsweredAlike() throws Exception {
    String expired = newToken("");
    run(
        "update enrollment_token set created_at = now() - interval '2 h', expires_at = now()"
            + " where id = ?",
        idOf(expired));
    String deleted = newToken("\"reusable\":true");
    as(ADMIN).delete(TOKENS + "/" + idOf(deleted)).then().statusCode(200);
    String good = newToken("");
    String forged = good.substring(0, good.length() - 1) + (good.endsWith("A") ? "B" : "A");

    String answer = refused(register(expired, machine));
    for (String invalid : List.of(deleted, forged, "met_x", "x", "met_" + "A".repeat(65))) {
      assertThat(refused(register(invalid, machine))).isEqualTo(answer);
    }
    register(good, machine).then().statusCode(201);
  }

  @Test
  void aRepeatOfASpentTokenDoesNotReviveADeletedAgent() {
    String token = newToken("");
    as(ADMIN).delete(AGENT, register(token, machine).<String>path("agent_id"));

    refused(register(token, machine));
  }

  @Test
  void tokensAreListedWithoutTheirTextAndCanBeDeleted() {
    Response made = as(ADMIN).body("{\"tags\":[\"团队\"],\"expires_in\":60}").post(TOKENS);
    String id = made.path("id");
    made.then()
        .statusCode(201)
        .header("Location", endsWith("/api/v1/enrollment-tokens/" + id))
        .body("token", matchesPattern("met_[A-Za-z0-9_-]{65}"));
    Response list = as(ADMIN).queryParam("page_size", 200).get(TOKENS);
    assertThat(list.asString()).doesNotContain("met_");
    list.then()
        .statusCode(200)
        .body("items.find { it.id == '" + id + "' }.usable", equalTo(true))
        .body("items.find { it.id == '" + id + "' }.reusable", equalTo(false))
        .body("items.find { it.id == '" + id + "' }.expires_at", notNullValue())
        .body("total", notNullValue());

    as(ADMIN).delete(TOKENS + "/" + id).then().statusCode(200).body("deleted", equalTo(true));
    as(ADMIN).delete(TOKENS + "/" + id).then().statusCode(404).body("code", equalTo(2001));
  }

  @Test
  void aRepeatedRequestForATokenIsNotToldItAgain() {
    String key = unique();
    Response first = as(ADMIN).header("Idempotency-Key", key).body("{}").post(TOKENS);
    Response second = as(ADMIN).header("Idempotency-Key", key).body("{}").post(TOKENS);

    second.then().statusCode(200).body("token", nullValue());
    assertThat(second.<String>path("id")).isEqualTo(first.path("id"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "namespace|\"namespace\":\"no-such-namespace\"",
        "namespace|\"namespace\":\"No Good\"",
        "tags[0]|\"tags\":[\"\\u0000\"]",
        "reusable|\"reusable\":\"yes\"",
        "expires_in|\"expires_in\":0",
        "expires_in|\"expires_in\":31622401",
        "expires_in|\"expires_in\":1.5",
        "token|\"token\":\"met_mine\""
      })
  void aBadTokenRequestIsNamed(String field, String member) {
    as(ADMIN)
        .body("{" + member + "}")
        .post(TOKENS)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name|\"name\":\"a\\u0000b\"",
        "name|\"name\":\"\"",
        "type|\"type\":\"a b\"",
        "machine_id|\"machine_id\":\"short\"",
        "machine_id|\"machine_id\":\"with\\u0000nul-and-more\"",
        "machine_id|\"machine_id\":null",
        "enrollment_token|\"enrollment_token\":null",
        "enrollment_token|\"enrollment_token\":7",
        "capabilities[0]|\"capabilities\":[\"Not Ok\"]",
        "concurrency|\"concurrency\":1001",
        "tags[0]|\"tags\":[\"\"]",
        "version|\"version\":\"1\\n2\"",
        "namespace|\"namespace\":\"default\""
      })
  void aBadRegistrationIsNamedAndSpendsNothing(String field, String member) {
    String token = newToken("");
    String name = member.substring(1, member.indexOf('"', 1));
    StringBuilder body = new StringBuilder("{").append(member);
    for (String each :
        List.of(
            "\"enrollment_token\":\"" + token + "\"",
            "\"machine_id\":\"" + machine + "\"",
            "\"name\":\"n\"",
            "\"type\":\"process\"")) {
      if (!each.startsWith("\"" + name + "\"")) {
        body.append(',').append(each);
      }
    }
    anonymous()
        .body(body.append('}').toString())
        .post(REGISTER)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));

    register(token, machine).then().statusCode(201);
  }

  @Test
  void overlongAndTooManyValuesAreRefused() {
    String token = newToken("\"reusable\":true,\"tags\":[" + tags(60, "t") + "]");
    register(token, machine, "\"tags\":[" + tags(5, "o") + "]").then().statusCode(400);
    register(token, "m".repeat(129)).then().statusCode(400);
    register("met_" + "x".repeat(300), machine).then().statusCode(400);

    register(token, machine, "\"tags\":[" + tags(4, "o") + "]").then().statusCode(201);
  }

  @Test
  void anAddressThatRegistersTooOftenIsSentAwayAndSpendsNothing() {
    String token = newToken("");
    String body = body(token, machine);
    while (buckets.spend(Limit.AGENT_REGISTER, "2001:db8:7:7::/64").allowed()) {
      // Until it is empty.
    }
    anonymous()
        .header("X-Forwarded-For", "2001:db8:7:7:dead::1")
        .body(body)
        .post(REGISTER)
        .then()
        .statusCode(429)
        .header("Retry-After", notNullValue())
        .body("code", equalTo(4291));

    register(token, machine)
        .then()
        .statusCode(201)
        .header("RateLimit", startsWith("\"agent-register\";r="));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "{"})
  void whatIsNoObjectIsRefused(String body) {
    anonymous().body(body).post(REGISTER).then().statusCode(400).body("code", equalTo(1001));
  }

  private static String tags(int count, String prefix) {
    List<String> tags = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      tags.add("\"" + prefix + i + "\"");
    }
    return String.join(",", tags);
  }

  private static String newToken(String members) {
    return as(ADMIN)
        .body("{" + members + "}")
        .post(TOKENS)
        .then()
        .statusCode(201)
        .extract()
        .path("token");
  }

  private static Response register(String token, String machine, String... more) {
    return anonymous().body(body(token, machine, more)).post(REGISTER);
  }

  private static String body(String token, String machine, String... more) {
    return """
        {"enrollment_token":"%s","machine_id":"%s","name":"a","type":"process",\
        "concurrency":3,"version":"1.2"%s}"""
        .formatted(token, machine, more.length == 0 ? "" : "," + more[0]);
  }

  private static String refused(Response answer) {
    answer.then().statusCode(401).body("code", equalTo(1002));
    return answer.path("detail");
  }

  private static Response authenticate(String id, String token) {
    return as(SERVICE).body("{\"token\":\"" + token + "\"}").post(AUTHENTICATE, id);
  }

  private static UUID idOf(String token) {
    java.nio.ByteBuffer bytes =
        java.nio.ByteBuffer.wrap(java.util.Base64.getUrlDecoder().decode(token.substring(4, 26)));
    return new UUID(bytes.getLong(), bytes.getLong());
  }

  private void run(String sql, UUID id) throws Exception {
    try (Connection connection = database.getConnection();
        PreparedStatement update = connection.prepareStatement(sql)) {
      update.setObject(1, id);
      assertThat(update.executeUpdate()).isEqualTo(1);
    }
  }
}
