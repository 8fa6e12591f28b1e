package dev.muster.kit.token;

import dev.muster.id.Ids;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of an access token that was signed for this platform, by auth-service or by the remote
 * issuer that it trusts.
 *
 * @param subject the user's id, or a service's client id
 * @param sessionId null for a service, and for a user of a remote issuer
 * @param tokenId the {@code jti}; of a remote issuer one that is made from it
 * @param issuer the remote issuer; null for auth-service
 * @param raw the token itself, to be passed on in the caller's name; never logged
 */
public record VerifiedToken(
    String subject,
    Set<Role> roles,
    String sessionId,
    String tokenId,
    Instant issuedAt,
    Instant expiresAt,
    String issuer,
    String raw) {

  /** One of auth-service. */
  public VerifiedToken(
      String subject,
      Set<Role> roles,
      String sessionId,
      String tokenId,
      Instant issuedAt,
      Instant expiresAt,
      String raw) {
    this(subject, roles, sessionId, tokenId, issuedAt, expiresAt, null, raw);
  }

  public VerifiedToken {
    roles = Set.copyOf(roles);
  }

  /** Empty for a service. */
  public Optional<UUID> userId() {
    return Ids.parse(subject);
  }

  /** Whether a remote issuer signed it. */
  public boolean isForeign() {
    return issuer != null;
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  @Override
  public String toString() {
    return "VerifiedToken[" + subject + " " + roles + " until " + expiresAt + "]";
  }
}
