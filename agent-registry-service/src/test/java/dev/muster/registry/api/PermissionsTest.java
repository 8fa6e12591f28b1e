package dev.muster.registry.api;

import static dev.muster.registry.api.Api.AGENT;
import static dev.muster.registry.api.Api.AGENTS;
import static dev.muster.registry.api.Api.agent;
import static dev.muster.registry.api.Api.anonymous;
import static dev.muster.registry.api.Api.as;
import static dev.muster.registry.api.Api.newAgent;
import static dev.muster.registry.api.TestIdentity.ADMIN;
import static dev.muster.registry.api.TestIdentity.USER;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.specification.RequestSpecification;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@RegistryTest
class PermissionsTest {
  private static final Map<String, TestIdentity> IDENTITIES =
      Map.of(
          "admin",
          ADMIN,
          "user",
          USER,
          "agent",
          TestIdentity.AGENT,
          "service",
          TestIdentity.SERVICE);

  @ParameterizedTest
  @CsvSource({
    // method, path, anonymous, user, admin, agent, service
    "GET,    /api/agents,                          401, 200, 200, 403, 403",
    "POST,   /api/agents,                          401, 403, 201, 403, 403",
    "GET,    /api/agents/{id},                     401, 200, 200, 403, 403",
    "PUT,    /api/agents/{id},                     401, 403, 200, 403, 403",
    "DELETE, /api/agents/{id},                     401, 403, 200, 403, 403",
    "GET,    /api/v1/agents/{id},                  401, 200, 200, 403, 403",
    "GET,    /internal/agents/{id},                401, 403, 403, 403, 200",
    "POST,   /internal/agents/{id}/authenticate,   401, 403, 403, 403, 200",
    "POST,   /internal/agents/profiles,            401, 403, 403, 403, 200",
    "POST,   /internal/agents/{id}/rotation,       401, 403, 403, 403, 409",
    "GET,    /api/agents/{id}/cc-status,           401, 403, 200, 403, 403",
    "POST,   /api/agents/{id}/drain,               401, 403, 200, 403, 403",
    "POST,   /api/agents/{id}/resume,              401, 403, 200, 403, 403",
    "POST,   /api/agents/{id}/quarantine,          401, 403, 200, 403, 403",
    "POST,   /api/agents/{id}/kick,                401, 403, 200, 403, 403",
    "POST,   /api/agents/{id}/rotate-token,        401, 403, 202, 403, 403",
    "GET,    /api/enrollment-tokens,               401, 403, 200, 403, 403",
    "POST,   /api/enrollment-tokens,               401, 403, 201, 403, 403",
    "DELETE, /api/enrollment-tokens/{id},          401, 403, 404, 403, 403",
    "GET,    /api/namespaces,                      401, 403, 200, 403, 403",
    "POST,   /api/namespaces,                      401, 403, 409, 403, 403",
    "GET,    /api/namespaces/default,              401, 403, 200, 403, 403",
    "PUT,    /api/namespaces/default,              401, 403, 200, 403, 403",
    "DELETE, /api/namespaces/default,              401, 403, 409, 403, 403",
    "PUT,    /api/namespaces/default/pin,          401, 403, 200, 403, 403",
    "POST,   /api/namespaces/none/pause,           401, 403, 404, 403, 403",
    "POST,   /api/namespaces/default/resume,       401, 403, 200, 403, 403"
  })
  void everyEndpointAdmitsItsRoles(
      String method, String path, int anonymous, int user, int admin, int agent, int service) {
    Map<String, Integer> expected =
        Map.of(
            "anonymous",
            anonymous,
            "user",
            user,
            "admin",
            admin,
            "agent",
            agent,
            "service",
            service);

    expected.forEach(
        (who, status) ->
            assertThat(answer(method, path, who))
                .as("%s %s by %s", method, path, who)
                .isEqualTo(status));
  }

  @Test
  void aPrivateAgentDoesNotExistForUsers() {
    String id = newAgent("\"visibility\":\"private\"");

    as(USER).get(AGENT, id).then().statusCode(404).body("code", equalTo(2001));
    as(ADMIN).get(AGENT, id).then().statusCode(200);
  }

  @ParameterizedTest
  @CsvSource({"Bearer", "Bearer x", "Bearer a.b.c", "Basic YTpi"})
  void aBadTokenIsRefused(String header) {
    anonymous()
        .header("Authorization", header)
        .get(AGENTS)
        .then()
        .statusCode(401)
        .body("code", equalTo(1002));
  }

  @Test
  void aRefusedRequestChangesNothing() {
    String id = newAgent("\"name\":\"unchanged\"");
    as(USER).body("{\"name\":\"changed\"}").put(AGENT, id).then().statusCode(403);
    as(USER).delete(AGENT, id).then().statusCode(403).body("code", equalTo(1003));

    as(USER).get(AGENT, id).then().body("data.name", equalTo("unchanged"));
  }

  private static String posted(String path, String token) {
    if (path.endsWith("authenticate")) {
      return "{\"token\":\"" + token + "\"}";
    }
    return switch (path) {
      case AGENTS -> agent();
      case "/internal/agents/profiles" -> "{\"ids\":[]}";
      case "/api/namespaces" -> "{\"name\":\"default\"}";
      default -> "{}";
    };
  }

  private static int answer(String method, String path, String who) {
    String token = "0123456789abcdef";
    String id = newAgent("\"token\":\"" + token + "\"");
    RequestSpecification request = who.equals("anonymous") ? anonymous() : as(IDENTITIES.get(who));
    if (method.equals("POST")) {
      request.body(posted(path, token));
    } else if (method.equals("PUT")) {
      request.body(path.contains("namespaces") ? "{}" : "{\"concurrency\":2}");
    }
    return request.request(method, path.replace("{id}", id)).statusCode();
  }
}
