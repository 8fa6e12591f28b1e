package dev.muster.kit.token;

import dev.muster.id.Ids;
import dev.muster.kit.scope.Scope;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of an access token that was signed by auth-service for this platform, or the same of
 * an API key that the caller came with.
 *
 * @param subject the user's id, or a service's client id
 * @param sessionId null for a service and for an API key
 * @param tokenId the {@code jti}; null for an API key itself
 * @param raw the token itself, to be passed on in the caller's name; never logged; null for an API
 *     key itself
 * @param signingKeyId the {@code kid} of the key that signed it; null for what no signing key
 *     vouches for
 * @param apiKeyId the API key that the caller came with or that the token was made for, else null
 * @param scopes what it is limited to; null: not limited
 */
public record VerifiedToken(
    String subject,
    Set<Role> roles,
    String sessionId,
    String tokenId,
    Instant issuedAt,
    Instant expiresAt,
    String raw,
    String signingKeyId,
    UUID apiKeyId,
    Set<Scope> scopes) {

  public VerifiedToken {
    roles = Set.copyOf(roles);
    scopes = scopes == null ? null : Set.copyOf(scopes);
  }

  /** Of a session or a service: not limited. */
  public VerifiedToken(
      String subject,
      Set<Role> roles,
      String sessionId,
      String tokenId,
      Instant issuedAt,
      Instant expiresAt,
      String raw) {
    this(subject, roles, sessionId, tokenId, issuedAt, expiresAt, raw, null, null, null);
  }

  /** Empty for a service. */
  public Optional<UUID> userId() {
    return Ids.parse(subject);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  /** Whether its scopes include this one; {@code admin} includes them all. */
  public boolean allows(Scope needed) {
    return scopes == null || scopes.contains(Scope.ADMIN) || scopes.contains(needed);
  }

  @Override
  public String toString() {
    return "VerifiedToken[" + subject + " " + roles + " until " + expiresAt + "]";
  }
}
