package dev.muster.system.rest;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.system.client.Rest;
import dev.muster.system.client.Rest.Answer;
import java.io.IOException;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What operations are tried on: one thing of each kind, made for this and made anew once it is
 * deleted. Accounts, sessions, tasks and API keys belong to the owner; the rest is the platform's.
 */
public final class Belongings implements AutoCloseable {
  private static final Pattern PLACEHOLDER = Pattern.compile("([a-z-]+)/\\{([a-z_]+)}");
  private static final String NAMED_BY_PATH = "id";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Account owner;
  private final Rest admin;
  private final Map<String, String> things = new HashMap<>();

  /** An account that is there as long as this. */
  public record Account(String base, String email, String password) {
    public static Account made(Rest admin, String base) throws IOException, InterruptedException {
      Account account =
          new Account(base, "of-" + UUID.randomUUID() + "@muster.test", "pw-" + UUID.randomUUID());
      only(
          admin.post(
              "/api/v1/users",
              Map.of("email", account.email, "password", account.password, "name", "Tester")));
      return account;
    }

    public Rest login() throws IOException, InterruptedException {
      return Rest.login(base, email, password);
    }

    @Override
    public String toString() {
      return "Account[" + email + "]";
    }
  }

  public Belongings(Account owner, Rest admin) {
    this.owner = owner;
    this.admin = admin;
  }

  /** The path with things that exist. Throws {@link AssertionError} for what it doesn't know. */
  public String path(Endpoint endpoint) throws IOException, InterruptedException {
    Matcher placeholders = PLACEHOLDER.matcher(endpoint.path());
    StringBuilder path = new StringBuilder();
    while (placeholders.find()) {
      placeholders.appendReplacement(path, placeholders.group(1) + "/" + thing(placeholders));
    }
    placeholders.appendTail(path);
    if (path.indexOf("{") >= 0) {
      throw new AssertionError("nothing to put into " + path);
    }
    return path.toString();
  }

  /** The operation has succeeded: what it deleted is not offered again. */
  public void succeeded(Endpoint endpoint) {
    if (endpoint.method().equals("DELETE")) {
      PLACEHOLDER
          .matcher(endpoint.path())
          .results()
          .reduce((first, last) -> last)
          .ifPresent(last -> things.remove(kind(last)));
    }
  }

  private String thing(MatchResult placeholder) throws IOException, InterruptedException {
    String kind = kind(placeholder);
    String thing = things.get(kind);
    if (thing == null) {
      thing = made(kind);
      if (thing.isEmpty()) {
        throw new AssertionError("could not make one of " + kind);
      }
      things.put(kind, thing);
    }
    return thing;
  }

  private static String kind(MatchResult placeholder) {
    return placeholder.group(2).equals(NAMED_BY_PATH) ? placeholder.group(1) : placeholder.group(2);
  }

  private String made(String kind) throws IOException, InterruptedException {
    return switch (kind) {
      case "users" -> claim("sub");
      case "sid" -> claim("sid");
      case "tasks", "task_id" ->
          only(owner.login().post("/api/v1/tasks", task())).path("task_id").asText();
      case "api-keys" -> key().path("id").asText();
      case "app_key" -> key().path("app_key").asText();
      case "kid" -> pendingKey();
      case "agents", "agent_id" -> agent();
      case "watcher" -> "of-" + UUID.randomUUID();
      case "enrollment-tokens" ->
          only(admin.post("/api/v1/enrollment-tokens", Map.of())).path("id").asText();
      case "pauses" ->
          only(admin.post(
                  "/api/v1/pauses", Map.of("type", "of-" + UUID.randomUUID(), "reason", "matrix")))
              .path("id")
              .asText();
      case "ns" -> {
        String name = "of-" + UUID.randomUUID();
        yield only(admin.post("/api/v1/namespaces", Map.of("name", name))).path("name").asText();
      }
      default -> throw new AssertionError("nothing is known of the kind " + kind);
    };
  }

  private String claim(String name) throws IOException, InterruptedException {
    String payload = owner.login().token().split("\\.", -1)[1];
    return JSON.readTree(Base64.getUrlDecoder().decode(payload)).path(name).asText();
  }

  private static Map<String, Object> task() {
    return Map.of("type", "echo", "capabilities", List.of("nobody-has-this"), "input", Map.of());
  }

  private JsonNode key() throws IOException, InterruptedException {
    Map<String, Object> wanted = Map.of("name", "of the matrix", "scopes", List.of("tasks:read"));
    return only(owner.login().post("/api/v1/api-keys", wanted));
  }

  /** Private, never connected, and waiting for a new token. */
  private String agent() throws IOException, InterruptedException {
    Map<String, String> wanted =
        Map.of("name", "of the matrix", "type", "process", "visibility", "private");
    String id = only(admin.post("/api/v1/agents", wanted)).path("id").asText();
    only(admin.post("/api/v1/agents/" + id + "/rotate-token", Map.of("reason", "matrix")));
    return id;
  }

  /** A key that doesn't sign yet: nobody misses it. */
  private String pendingKey() throws IOException, InterruptedException {
    JsonNode next = only(admin.post("/api/v1/auth/keys", Map.of()));
    if (!next.path("state").asText().equals("pending")) {
      throw new AssertionError("no key to try this with: " + next);
    }
    return next.path("kid").asText();
  }

  private static JsonNode only(Answer answer) {
    if (!answer.ok()) {
      throw new AssertionError(answer.status() + " " + answer.text());
    }
    return answer.json();
  }

  /** Leaves no task that waits, and no signing key that would take over. */
  @Override
  public void close() throws IOException {
    try {
      if (things.containsKey("tasks")) {
        admin.post("/api/v1/tasks/" + things.get("tasks") + "/cancel", Map.of());
      }
      for (JsonNode key : admin.get("/api/v1/auth/keys").json().findParents("kid")) {
        if (key.path("state").asText().equals("pending")) {
          admin.delete("/api/v1/auth/keys/" + key.path("kid").asText());
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while things were taken away", e);
    }
  }
}
