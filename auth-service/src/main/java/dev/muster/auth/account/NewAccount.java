package dev.muster.auth.account;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.kit.idempotency.IdempotentRequest;
import java.util.List;
import java.util.Optional;

/**
 * An account to be made.
 *
 * @param name stripped
 * @param repeatable what the caller may repeat without making a second one
 */
public record NewAccount(
    Email email,
    String password,
    String name,
    List<String> roles,
    Optional<IdempotentRequest> repeatable) {
  public static final List<String> USER = List.of("user");
  static final List<String> ADMINISTRATOR = List.of("admin", "user");

  public NewAccount {
    name = name.strip();
    roles = List.copyOf(roles);
  }

  public static NewAccount once(Email email, String password, String name, List<String> roles) {
    return new NewAccount(email, password, name, roles, Optional.empty());
  }

  /** The same, made once for all requests of that owner with that key; null when it sent none. */
  public NewAccount repeatable(String owner, String path, String key, ObjectMapper json) {
    // Without the password: a fast hash of one must be stored nowhere.
    IdempotentBody body = new IdempotentBody(email.text(), name, roles);
    return new NewAccount(
        email, password, name, roles, IdempotentRequest.of(owner, path, key, body, json));
  }

  @Override
  public String toString() {
    return "NewAccount[" + email + " " + roles + "]";
  }
}
