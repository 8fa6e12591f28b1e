package dev.muster.tasks;

import static io.restassured.RestAssured.given;

import dev.muster.id.Ids;
import dev.muster.test.auth.AuthServer;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The registry's word about one agent, auth-service's about keys, and the agent's requests. */
final class AgentDesk {
  static final String TOKEN = "a-token-of-a-test";
  static final String SECRET = "mks_" + "s".repeat(43);

  private final UUID agentId;
  private final Map<String, String> keys = new ConcurrentHashMap<>();
  private volatile String mode = "active";
  private volatile boolean gone;

  AgentDesk(UUID agentId, AuthServer auth) {
    this.agentId = agentId;
    auth.answerWith(this::answer);
  }

  void shutOut() {
    gone = true;
  }

  void quarantine() {
    mode = "quarantined";
  }

  /** An administrator's key that is bound to that agent. */
  String key(UUID bound) {
    UUID id = Ids.next();
    String appKey = "mk_" + id.toString().replace("-", "");
    keys.put(
        appKey,
        """
        {"id":"%s","owner_id":"%s","roles":["admin"],"scopes":[],"expires_at":null,"agent_id":%s,\
        "secret":"%s"}"""
            .formatted(id, Ids.next(), bound == null ? "null" : '"' + "" + bound + '"', SECRET));
    return appKey;
  }

  RequestSpecification byToken() {
    return given()
        .header("Authorization", "Bearer " + TOKEN)
        .header("X-Agent-Id", agentId.toString());
  }

  RequestSpecification byKey(String appKey) {
    return given().header("X-App-Key", appKey).header("X-App-Secret", SECRET);
  }

  ValidatableResponse post(UUID taskId, long offset, String content) {
    return post(byToken(), taskId, Map.of("offset", offset, "content", content));
  }

  static ValidatableResponse post(
      RequestSpecification by, UUID taskId, Map<String, Object> members) {
    return by.contentType(ContentType.JSON)
        .body(new HashMap<>(members))
        .post("/api/v1/agents/tasks/" + taskId + "/logs/chunk")
        .then();
  }

  private AuthServer.Answer answer(AuthServer.Request request) {
    String path = request.path();
    if (path.startsWith("/internal/api-keys/mk_")) {
      String key = keys.get(path.substring("/internal/api-keys/".length()));
      return key == null ? unknown() : AuthServer.Answer.of(200, key);
    }
    if (!path.startsWith("/internal/agents/" + agentId) || gone) {
      return path.startsWith("/internal/agents/") ? unknown() : AuthServer.Answer.of(200, "{}");
    }
    boolean right = !path.endsWith("/authenticate") || request.body().contains('"' + TOKEN + '"');
    return right
        ? AuthServer.Answer.of(200, profile())
        : AuthServer.Answer.of(401, "{\"code\":1002,\"detail\":\"wrong token\"}");
  }

  private String profile() {
    return """
        {"id":"%s","name":"a","type":"shell","namespace":"default","visibility":"public",\
        "capabilities":[],"concurrency":1,"orders":{"mode":"%s","version":1,"rotation":0},\
        "expulsions":0}"""
        .formatted(agentId, mode);
  }

  private static AuthServer.Answer unknown() {
    return AuthServer.Answer.of(404, "{\"code\":2001,\"detail\":\"no such thing\"}");
  }
}
