package dev.muster.kit.token;

import dev.muster.id.Ids;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The claims of an access token that was signed by auth-service for this platform.
 *
 * @param subject the user's id, or a service's client id
 * @param sessionId null for a service
 * @param tokenId the {@code jti}
 * @param raw the token itself, to be passed on in the caller's name; never logged
 * @param signingKeyId the {@code kid} of the key that signed it; null for what no signing key
 *     vouches for
 */
public record VerifiedToken(
    String subject,
    Set<Role> roles,
    String sessionId,
    String tokenId,
    Instant issuedAt,
    Instant expiresAt,
    String raw,
    String signingKeyId) {

  public VerifiedToken {
    roles = Set.copyOf(roles);
  }

  /** Without a signing key. */
  public VerifiedToken(
      String subject,
      Set<Role> roles,
      String sessionId,
      String tokenId,
      Instant issuedAt,
      Instant expiresAt,
      String raw) {
    this(subject, roles, sessionId, tokenId, issuedAt, expiresAt, raw, null);
  }

  /** Empty for a service. */
  public Optional<UUID> userId() {
    return Ids.parse(subject);
  }

  public boolean has(Role role) {
    return roles.contains(role);
  }

  @Override
  public String toString() {
    return "VerifiedToken[" + subject + " " + roles + " until " + expiresAt + "]";
  }
}
