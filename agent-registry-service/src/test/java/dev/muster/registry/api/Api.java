package dev.muster.registry.api;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.util.UUID;

/** The service, as one identity calls it. */
final class Api {
  static final String AGENTS = "/api/agents";
  static final String AGENT = "/api/agents/{id}";
  static final String AUTHENTICATE = "/internal/agents/{id}/authenticate";

  private Api() {}

  static RequestSpecification as(TestIdentity who) {
    return anonymous().header("Authorization", "Bearer " + who.token());
  }

  static RequestSpecification anonymous() {
    return given().contentType(ContentType.JSON);
  }

  /** The id of a new agent with these further members, such as {@code "tags":["x"]}. */
  static String newAgent(String... members) {
    return as(TestIdentity.ADMIN)
        .body(agent(members))
        .post(AGENTS)
        .then()
        .statusCode(201)
        .extract()
        .path("data.id");
  }

  /** A new namespace that no other test uses. */
  static String newNamespace() {
    return newNamespace(unique());
  }

  /** The namespace of this name, made unless it is there. */
  static String newNamespace(String name) {
    int status =
        as(TestIdentity.ADMIN)
            .body("{\"name\":\"" + name + "\"}")
            .post("/api/namespaces")
            .statusCode();
    assertThat(status).isIn(201, 409);
    return name;
  }

  static String agent(String... members) {
    StringBuilder body = new StringBuilder("{");
    if (!String.join(",", members).contains("\"name\"")) {
      body.append("\"name\":\"some agent\",");
    }
    if (!String.join(",", members).contains("\"type\"")) {
      body.append("\"type\":\"process\",");
    }
    for (String member : members) {
      body.append(member).append(',');
    }
    return body.replace(body.length() - 1, body.length(), "}").toString();
  }

  /** Something that no other test uses, for lists that must hold only one test's agents. */
  static String unique() {
    return "u" + UUID.randomUUID().toString().substring(0, 13);
  }
}
