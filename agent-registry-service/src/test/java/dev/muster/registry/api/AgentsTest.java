package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.agent;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import org.junit.jupiter.api.Test;

@RegistryTest
class AgentsTest {

  @Test
  void whatAnAdministratorCreatesCanBeRead() {
    Api.newNamespace("team-a");
    String id =
        newAgent(
            "\"name\":\"Übersetzer\",\"type\":\"llm\",\"capabilities\":[\"chat\",\"search\"]",
            "\"concurrency\":4,\"tags\":[\"nlp\",\"团队\"],\"meta\":{\"plan_limit\":2,\"a\":[1.5]}",
            "\"namespace\":\"team-a\",\"description\":\"one\\ntwo\",\"tools\":[\"web\"]");

    as(ADMIN)
        .get(AGENT, id)
        .then()
        .statusCode(200)
        .body("code", equalTo(0))
        .body("data.id", equalTo(id))
        .body("data.name", equalTo("Übersetzer"))
        .body("data.type", equalTo("llm"))
        .body("data.capabilities", contains("chat", "search"))
        .body("data.concurrency", equalTo(4))
        .body("data.tags", contains("nlp", "团队"))
        .body("data.meta.plan_limit", equalTo(2))
        .body("data.meta.a[0]", equalTo(1.5f))
        .body("data.namespace", equalTo("team-a"))
        .body("data.visibility", equalTo("public"))
        .body("data.description", equalTo("one\ntwo"))
        .body("data.tools", contains("web"))
        .body("data.online", equalTo(false))
        .body("data.connection", nullValue())
        .body("data.created_at", matchesPattern("\\d{4}-\\d\\d-\\d\\dT.*Z"))
        .body("data.updated_at", notNullValue());
  }

  @Test
  void aTokenThatWasMadeIsShownOnce() {
    as(ADMIN)
        .body(agent())
        .post(AGENTS)
        .then()
        .statusCode(201)
        .header("Location", notNullValue())
        .body("data.id", notNullValue())
        .body("data.token", matchesPattern("mat_[A-Za-z0-9_-]{43}"));
  }

  @Test
  void anUpdateChangesWhatItNames() {
    String id = newAgent("\"capabilities\":[\"chat\"],\"tags\":[\"a\"]");

    as(ADMIN)
        .body("{\"name\":\"renamed\",\"tags\":[]}")
        .put(AGENT, id)
        .then()
        .statusCode(200)
        .body("data.updated", equalTo(true));

    as(ADMIN)
        .get(AGENT, id)
        .then()
        .body("data.name", equalTo("renamed"))
        .body("data.tags", hasSize(0))
        .body("data.capabilities", contains("chat"));
  }

  @Test
  void aDeletedAgentIsGone() {
    String id = newAgent();

    as(ADMIN).delete(AGENT, id).then().statusCode(200).body("data.deleted", equalTo(true));

    as(ADMIN).get(AGENT, id).then().statusCode(404).body("code", equalTo(2001));
    as(ADMIN).delete(AGENT, id).then().statusCode(404).body("code", equalTo(2001));
    as(ADMIN).body("{}").put(AGENT, id).then().statusCode(404).body("code", equalTo(2001));
  }

  @Test
  void theListIsABareArrayOfTheContractsMembers() {
    String namespace = Api.newNamespace();
    newAgent("\"name\":\"b\",\"namespace\":\"" + namespace + "\"");
    newAgent("\"name\":\"a\",\"namespace\":\"" + namespace + "\"");

    as(USER)
        .queryParam("namespace", namespace)
        .get(AGENTS)
        .then()
        .statusCode(200)
        .header("X-Total-Count", "2")
        .body("data.name", contains("a", "b"))
        .body(
            "data[0].keySet().sort()",
            contains(
                "capabilities",
                "concurrency",
                "id",
                "name",
                "namespace",
                "online",
                "tags",
                "type",
                "visibility"));
  }

  @Test
  void theVersionedPathAnswersTheBareResource() {
    String id = newAgent();

    as(USER).get("/api/v1/agents/{id}", id).then().statusCode(200).body("id", equalTo(id));
    as(USER)
        .get("/api/v1/agents/{id}", "nobody")
        .then()
        .statusCode(404)
        .contentType("application/problem+json")
        .body("code", equalTo(2001));
  }
}
