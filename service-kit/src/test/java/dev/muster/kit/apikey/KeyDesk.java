package dev.muster.kit.apikey;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.id.Ids;
import dev.muster.test.auth.AuthServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** The part of auth-service that hands out keys and is asked for them. */
final class KeyDesk {
  static final String SECRET = "mks_0123456789abcdefghijklmnopqrstuvwxyzABCDEFG";
  private static final ObjectMapper JSON = new ObjectMapper();

  private final Map<String, String> profiles = new ConcurrentHashMap<>();
  private final List<UUID> used = new ArrayList<>();
  private volatile boolean away;

  /** One key, and whom it is for. */
  record Issued(AppKey key, UUID owner) {
    UUID id() {
      return key.id();
    }
  }

  static KeyDesk behind(AuthServer auth) {
    KeyDesk desk = new KeyDesk();
    auth.answerWith(desk::answer);
    return desk;
  }

  Issued issue(String roles, String scopes) {
    return issue(Ids.next(), roles, scopes, "null");
  }

  Issued issue(UUID owner, String roles, String scopes, String expiresAt) {
    Issued issued = new Issued(new AppKey(Ids.next()), owner);
    profiles.put(
        issued.key().text(),
        """
        {"id":"%s","owner_id":"%s","roles":[%s],"scopes":[%s],"expires_at":%s,"secret":"%s"}"""
            .formatted(issued.id(), owner, list(roles), list(scopes), expiresAt, SECRET));
    return issued;
  }

  void forget(Issued issued) {
    profiles.remove(issued.key().text());
  }

  void leave() {
    away = true;
  }

  synchronized List<UUID> used() {
    return List.copyOf(used);
  }

  private AuthServer.Answer answer(AuthServer.Request sent) {
    if (away) {
      return AuthServer.Answer.of(503, "{\"code\":5003,\"detail\":\"away\"}");
    }
    if (sent.path().equals("/internal/api-keys/uses")) {
      return note(sent.body());
    }
    String profile = profiles.get(sent.path().substring(sent.path().lastIndexOf('/') + 1));
    return profile == null
        ? AuthServer.Answer.of(404, "{\"code\":2001,\"detail\":\"no such key\"}")
        : AuthServer.Answer.of(200, profile);
  }

  private synchronized AuthServer.Answer note(String body) {
    try {
      for (JsonNode id : JSON.readTree(body).path("ids")) {
        used.add(UUID.fromString(id.asText()));
      }
      return AuthServer.Answer.of(200, "{}");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String list(String names) {
    return String.join(",", Arrays.stream(names.split(" ")).map(name -> '"' + name + '"').toList());
  }
}
