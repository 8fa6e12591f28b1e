package dev.muster.internal;

import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What auth-service says of an API key to other services: the answer of {@code GET
 * /internal/api-keys/{app_key}}, which is 2001 for a key that is unknown, deleted or expired, or
 * whose owner is disabled.
 *
 * @param roles of the owner, now
 * @param scopes what the key may be used for, as far as its owner may do it now
 * @param expiresAt null: it doesn't expire
 * @param agentId the agent that the key is bound to, else null
 * @param secret the key's secret itself, which signatures are checked with
 */
public record ApiKeyProfile(
    UUID id,
    UUID ownerId,
    List<String> roles,
    List<String> scopes,
    Instant expiresAt,
    UUID agentId,
    String secret) {

  @Override
  public String toString() {
    return "ApiKeyProfile[" + id + " of " + ownerId + "]";
  }
}
