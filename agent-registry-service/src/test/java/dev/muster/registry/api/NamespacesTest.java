package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.agent;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.Api.newNamespace;
import static dev.muster.registry.api.Api.unique;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.greaterThan;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class NamespacesTest {
  private static final String NAMESPACES = "/api/v1/namespaces";
  private static final String NAMESPACE = NAMESPACES + "/{ns}";

  private final String name = unique();

  @Test
  void whatIsMadeIsShownWithItsDefaults() {
    create("").then().statusCode(201).header("Location", endsWith("/api/v1/namespaces/" + name));

    as(ADMIN)
        .get(NAMESPACE, name)
        .then()
        .statusCode(200)
        .header("ETag", "\"0\"")
        .body("name", equalTo(name))
        .body("weight", equalTo(1))
        .body("quota", equalTo(0))
        .body("description", equalTo(""))
        .body("paused", equalTo(false))
        .body("pinned_server", nullValue())
        .body("created_at", notNullValue());
    as(ADMIN)
        .queryParam("page_size", 200)
        .get(NAMESPACES)
        .then()
        .body("total", greaterThan(1))
        .body("items.name", hasItem("default"));
  }

  @Test
  void aChangeChangesWhatItNamesUnlessItsTagIsStale() {
    create(",\"weight\":5,\"quota\":100");
    as(ADMIN)
        .header("If-Match", "\"0\"")
        .body("{\"description\":\"für alle\"}")
        .put(NAMESPACE, name)
        .then()
        .statusCode(200)
        .header("ETag", "\"1\"")
        .body("description", equalTo("für alle"))
        .body("weight", equalTo(5))
        .body("quota", equalTo(100));

    as(ADMIN)
        .header("If-Match", "\"0\"")
        .body("{\"weight\":9}")
        .put(NAMESPACE, name)
        .then()
        .statusCode(412)
        .body("code", equalTo(2003));
    as(ADMIN).header("If-None-Match", "\"1\"").get(NAMESPACE, name).then().statusCode(304);
  }

  @Test
  void aPinAndAPauseAreStoredUntilTheyAreTakenAway() {
    create("");
    as(ADMIN)
        .body("{\"server_id\":\"task-2\"}")
        .put(NAMESPACE + "/pin", name)
        .then()
        .body("pinned_server", equalTo("task-2"));
    as(ADMIN)
        .body("{\"reason\":\"moving\"}")
        .post(NAMESPACE + "/pause", name)
        .then()
        .body("paused", equalTo(true))
        .body("pause_reason", equalTo("moving"))
        .body("paused_at", notNullValue());
    as(ADMIN)
        .body("{\"reason\":\"again\"}")
        .post(NAMESPACE + "/pause", name)
        .then()
        .body("pause_reason", equalTo("moving"));

    as(ADMIN).body("{}").put(NAMESPACE + "/pin", name).then().body("pinned_server", nullValue());
    as(ADMIN).post(NAMESPACE + "/resume", name).then().body("paused", equalTo(false));
  }

  @Test
  void theDefaultAndOneWithAgentsCannotBeDeleted() {
    create("");
    String id = newAgent("\"namespace\":\"" + name + "\"");
    as(ADMIN).delete(NAMESPACE, "default").then().statusCode(409).body("code", equalTo(2002));
    as(ADMIN).delete(NAMESPACE, name).then().statusCode(409).body("code", equalTo(2002));

    as(ADMIN).delete(AGENT, id);
    as(ADMIN).delete(NAMESPACE, name).then().statusCode(200).body("deleted", equalTo(true));
    as(ADMIN).get(NAMESPACE, name).then().statusCode(404).body("code", equalTo(2001));
  }

  @Test
  void agentsNameOnlyNamespacesThatExist() {
    as(ADMIN)
        .body(agent("\"namespace\":\"" + name + "\""))
        .post(AGENTS)
        .then()
        .statusCode(400)
        .body("errors.field", hasItem("namespace"));
    String id = newAgent();
    as(ADMIN)
        .body("{\"namespace\":\"" + name + "\"}")
        .put(AGENT, id)
        .then()
        .statusCode(400)
        .body("errors.field", hasItem("namespace"));
    as(ADMIN).get(AGENT, id).then().body("data.namespace", equalTo("default"));
  }

  @Test
  void ofManyThatMakeTheSameOneOneDoes() throws Exception {
    List<Integer> statuses = new ArrayList<>();
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Future<Integer>> answers = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        answers.add(threads.submit(() -> create("").statusCode()));
      }
      for (Future<Integer> answer : answers) {
        statuses.add(answer.get());
      }
    }
    assertThat(statuses).containsOnly(201, 409).containsOnlyOnce(201);
  }

  @Test
  void aRepeatedRequestIsAnsweredWithWhatTheFirstMade() {
    as(ADMIN)
        .header("Idempotency-Key", name)
        .body("{\"name\":\"" + name + "\"}")
        .post(NAMESPACES)
        .then()
        .statusCode(201);
    as(ADMIN)
        .header("Idempotency-Key", name)
        .body("{\"name\":\"" + name + "\"}")
        .post(NAMESPACES)
        .then()
        .statusCode(200)
        .body("name", equalTo(name));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name|{\"name\":\"A B\"}",
        "name|{\"name\":\"\"}",
        "name|{\"name\":\"ü\"}",
        "name|{\"name\":\"a\\u0000\"}",
        "name|{}",
        "weight|{\"name\":\"x\",\"weight\":0}",
        "weight|{\"name\":\"x\",\"weight\":1001}",
        "quota|{\"name\":\"x\",\"quota\":-1}",
        "quota|{\"name\":\"x\",\"quota\":\"many\"}",
        "description|{\"name\":\"x\",\"description\":\"\\u0000\"}",
        "paused|{\"name\":\"x\",\"paused\":true}"
      })
  void theOffendingFieldIsNamed(String field, String body) {
    as(ADMIN)
        .body(body)
        .post(NAMESPACES)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors.field", hasItem(field));
  }

  @Test
  void overlongTextsAreRefused() {
    newNamespace(name);
    as(ADMIN).body("{\"name\":\"" + "a".repeat(65) + "\"}").post(NAMESPACES).then().statusCode(400);
    as(ADMIN)
        .body("{\"description\":\"" + "界".repeat(2_001) + "\"}")
        .put(NAMESPACE, name)
        .then()
        .statusCode(400);
    as(ADMIN)
        .body("{\"server_id\":\"" + "x".repeat(129) + "\"}")
        .put(NAMESPACE + "/pin", name)
        .then()
        .statusCode(400);
    as(ADMIN)
        .body("{\"reason\":\"" + "x".repeat(501) + "\"}")
        .post(NAMESPACE + "/pause", name)
        .then()
        .statusCode(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"nobody", "%00", "Default", "'%20or%20'1'='1"})
  void anUnknownOneIsNotFound(String other) {
    as(ADMIN)
        .urlEncodingEnabled(false)
        .get(NAMESPACES + "/" + other)
        .then()
        .statusCode(404)
        .body("code", equalTo(2001));
  }

  private io.restassured.response.Response create(String members) {
    return as(ADMIN).body("{\"name\":\"" + name + "\"" + members + "}").post(NAMESPACES);
  }
}
