package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AUTHENTICATE;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.muster.internal.AgentProfile;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@RegistryTest
class InternalAgentsTest {
  private static final String TOKEN = "0123456789abcdef";

  @Test
  void theRightTokenAnswersTheProfile() {
    Api.newNamespace("team-a");
    String id =
        newAgent(
            "\"name\":\"a\",\"type\":\"llm\",\"capabilities\":[\"chat\"],\"concurrency\":4",
            "\"namespace\":\"team-a\",\"visibility\":\"private\",\"token\":\"" + TOKEN + "\"");
    AgentProfile expected =
        new AgentProfile(
            UUID.fromString(id), "a", "llm", "team-a", "private", List.of("chat"), 4, null, 0);

    Response authenticated = authenticate(id, TOKEN);
    assertThat(authenticated.statusCode()).isEqualTo(200);
    assertThat(authenticated.as(AgentProfile.class)).isEqualTo(expected);
    assertThat(as(SERVICE).get("/internal/agents/{id}", id).as(AgentProfile.class))
        .isEqualTo(expected);
  }

  @Test
  void aTokenThatWasMadeWorks() {
    Response made = as(ADMIN).body(Api.agent()).post(Api.AGENTS);

    authenticate(made.path("data.id"), made.path("data.token")).then().statusCode(200);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "0123456789abcdeg", "0123456789abcde", "0123456789abcdef0", "\0"})
  void anyOtherTokenIsRefused(String token) {
    String id = newAgent("\"token\":\"" + TOKEN + "\"");

    authenticate(id, token)
        .then()
        .statusCode(401)
        .contentType("application/problem+json")
        .body("code", equalTo(1002));
  }

  @Test
  void theTokenOfAnotherAgentIsRefused() {
    newAgent("\"token\":\"" + TOKEN + "\"");

    authenticate(newAgent(), TOKEN).then().statusCode(401);
  }

  @Test
  void afterAChangeOnlyTheNewTokenWorks() {
    String id = newAgent("\"token\":\"" + TOKEN + "\"");
    as(ADMIN).body("{\"token\":\"fedcba9876543210\"}").put(AGENT, id).then().statusCode(200);

    authenticate(id, TOKEN).then().statusCode(401);
    authenticate(id, "fedcba9876543210").then().statusCode(200);
  }

  @Test
  void aKickAndANewTokenAreCountedForGatewaysThatMissThem() {
    String id = newAgent("\"token\":\"" + TOKEN + "\"");
    String tag = as(ADMIN).get(AGENT, id).header("ETag");
    as(ADMIN).body("{}").post(AGENT + "/kick", id).then().statusCode(200);
    assertThat(as(ADMIN).get(AGENT, id).header("ETag")).isEqualTo(tag);
    assertThat(expulsions(id)).isEqualTo(1);
    as(ADMIN).body("{\"token\":\"fedcba9876543210\"}").put(AGENT, id).then().statusCode(200);

    assertThat(expulsions(id)).isEqualTo(2);
  }

  private static long expulsions(String id) {
    return as(SERVICE).get("/internal/agents/{id}", id).as(AgentProfile.class).expulsions();
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "0198c0de-0000-7000-8000-000000000000"})
  void anUnknownAgentIsNotFound(String id) {
    authenticate(id, TOKEN).then().statusCode(404).body("code", equalTo(2001));
    as(SERVICE).get("/internal/agents/{id}", id).then().statusCode(404);
  }

  @Test
  void aDeletedAgentIsNotFound() {
    String id = newAgent("\"token\":\"" + TOKEN + "\"");
    as(ADMIN).delete(AGENT, id).then().statusCode(200);

    authenticate(id, TOKEN).then().statusCode(404);
  }

  @Test
  void aRequestWithoutTokenIsBad() {
    as(SERVICE)
        .body("{}")
        .post(AUTHENTICATE, newAgent())
        .then()
        .statusCode(400)
        .body("code", equalTo(1001))
        .body("errors[0].field", equalTo("token"));
  }

  private static Response authenticate(String id, String token) {
    return as(SERVICE)
        .body("{\"token\":\"" + token.replace("\0", "\\u0000") + "\"}")
        .post(AUTHENTICATE, id);
  }
}
