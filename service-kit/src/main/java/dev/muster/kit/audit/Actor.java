package dev.muster.kit.audit;

import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import java.util.UUID;

/**
 * Who did it.
 *
 * @param kind {@code user}, {@code agent}, {@code service}, {@code anonymous} or {@code system}
 * @param id null for the last two
 * @param apiKey the key that it came with, or that its token was made for, else null
 */
public record Actor(String kind, String id, UUID apiKey) {
  static final Actor ANONYMOUS = new Actor("anonymous", null, null);

  static final Actor SYSTEM = new Actor("system", null, null);

  public static Actor user(UUID id) {
    return new Actor("user", id.toString(), null);
  }

  public static Actor agent(UUID id) {
    return new Actor("agent", id.toString(), null);
  }

  /** A client that has shown its secret, but no token. */
  public static Actor service(String id) {
    return new Actor("service", id, null);
  }

  /** What a service does by itself, also when it is a request that makes it look. */
  public static Actor system() {
    return SYSTEM;
  }

  /** A program that nobody has recognised yet. */
  public static Actor anonymous() {
    return ANONYMOUS;
  }

  /** Whoever holds the token. */
  public static Actor of(VerifiedToken token) {
    String kind = token.has(Role.SERVICE) ? "service" : token.has(Role.AGENT) ? "agent" : "user";
    return new Actor(kind, token.subject(), token.apiKeyId());
  }
}
