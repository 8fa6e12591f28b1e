package dev.muster.kit.apikey;

import dev.muster.kit.scope.Scope;
import dev.muster.kit.secret.Secret;
import dev.muster.kit.token.Role;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;

/**
 * A key as it is now: who it acts for and what it may be used for.
 *
 * @param roles of its owner
 * @param expiresAt null: it doesn't expire
 * @param agentId the agent that it is bound to (protocol §4), else null
 */
public record ApiKey(
    UUID id,
    UUID ownerId,
    Set<Role> roles,
    Set<Scope> scopes,
    Instant expiresAt,
    UUID agentId,
    Secret secret) {

  public ApiKey {
    roles = Set.copyOf(roles);
    scopes = Set.copyOf(scopes);
  }

  boolean isCurrent(Instant now) {
    return expiresAt == null || now.isBefore(expiresAt);
  }
}
