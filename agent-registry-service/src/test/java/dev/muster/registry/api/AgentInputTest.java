package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.agent;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class AgentInputTest {

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "name|\"name\":\"a\\u0000b\"",
        "name|\"name\":7",
        "name|\"name\":null",
        "type|\"type\":\"\"",
        "capabilities[1]|\"capabilities\":[\"ok\",\"Not Ok\"]",
        "capabilities[0]|\"capabilities\":[5]",
        "capabilities|\"capabilities\":\"chat\"",
        "tags[0]|\"tags\":[\"\"]",
        "concurrency|\"concurrency\":0",
        "concurrency|\"concurrency\":\"4\"",
        "concurrency|\"concurrency\":1.5",
        "visibility|\"visibility\":\"hidden\"",
        "namespace|\"namespace\":\"No Good\"",
        "meta|\"meta\":[]",
        "meta|\"meta\":\"x\"",
        "meta|\"meta\":{\"a\":\"\\u0000\"}",
        "meta|\"meta\":{\"a\":1e999}",
        "token|\"token\":\"short\"",
        "online|\"online\":true",
        "id|\"id\":\"0198c0de-0000-7000-8000-000000000000\""
      })
  void theOffendingFieldIsNamed(String field, String member) {
    as(ADMIN)
        .body(agent(member))
        .post(AGENTS)
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("data", equalTo(null))
        .body("errors.field", hasItem(field));

    if (!member.endsWith("null")) {
      String id = newAgent();
      as(ADMIN)
          .body("{" + member + "}")
          .put(AGENT, id)
          .then()
          .statusCode(400)
          .body("errors.field", hasItem(field));
    }
  }

  @Test
  void allOffendingFieldsAreNamedAtOnce() {
    as(ADMIN)
        .body("{\"concurrency\":0,\"capabilities\":[\"\"]}")
        .post(AGENTS)
        .then()
        .statusCode(400)
        .body("errors.field", hasItems("name", "type", "concurrency", "capabilities[0]"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "null", "[]", "\"x\"", "{", "{\"name\":\"a\",\"name\":\"b\"}", "nul"})
  void whatIsNoObjectIsRefused(String body) {
    as(ADMIN).body(body).post(AGENTS).then().statusCode(400).body("code", equalTo(1001));
  }

  @Test
  void aBodyOfTwoMegabytesIsRefused() {
    as(ADMIN)
        .body(agent("\"description\":\"" + "x".repeat(2_000_000) + "\""))
        .post(AGENTS)
        .then()
        .statusCode(413)
        .body("code", equalTo(1007));
  }

  @Test
  void otherMediaTypesAreRefused() {
    as(ADMIN)
        .contentType("text/plain")
        .body("name=a")
        .post(AGENTS)
        .then()
        .statusCode(415)
        .body("code", equalTo(1006));
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0", "1-1-1-1-1", "0198c0de-0000-7000-8000-000000000000", "%00"})
  void whatIsNoAgentsIdNamesNothing(String id) {
    as(ADMIN)
        .urlEncodingEnabled(false)
        .get(AGENTS + "/" + id)
        .then()
        .statusCode(404)
        .body("code", equalTo(2001));
  }
}
