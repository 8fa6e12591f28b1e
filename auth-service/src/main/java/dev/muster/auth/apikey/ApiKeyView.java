package dev.muster.auth.apikey;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * A key as its owner and administrators see it.
 *
 * @param appSecret only in the answer that made it, else null
 */
record ApiKeyView(
    UUID id,
    String appKey,
    String appSecret,
    String name,
    List<String> scopes,
    UUID ownerId,
    UUID agentId,
    Instant createdAt,
    Instant expiresAt,
    Instant lastUsedAt) {

  static ApiKeyView of(StoredApiKey key) {
    return of(key, null);
  }

  static ApiKeyView of(StoredApiKey key, String appSecret) {
    return new ApiKeyView(
        key.id(),
        key.appKey(),
        appSecret,
        key.name(),
        key.scopes(),
        key.ownerId(),
        key.agentId(),
        key.createdAt(),
        key.expiresAt(),
        key.lastUsedAt());
  }

  @Override
  public String toString() {
    return "ApiKeyView[" + appKey + "]";
  }
}
