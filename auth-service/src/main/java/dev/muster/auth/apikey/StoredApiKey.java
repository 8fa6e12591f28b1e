package dev.muster.auth.apikey;

import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.scope.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** A row of {@code api_key} without its secret. */
record StoredApiKey(
    UUID id,
    UUID ownerId,
    String name,
    List<String> scopes,
    UUID agentId,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt) {

  static StoredApiKey made(
      UUID id,
      UUID ownerId,
      String name,
      Set<Scope> scopes,
      UUID agentId,
      Instant createdAt,
      Instant expiresAt) {
    return new StoredApiKey(
        id,
        ownerId,
        name,
        scopes.stream().map(Scope::wire).toList(),
        agentId,
        createdAt,
        expiresAt,
        null);
  }

  String appKey() {
    return new AppKey(id).text();
  }
}
