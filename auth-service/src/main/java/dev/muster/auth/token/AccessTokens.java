package dev.muster.auth.token;

import dev.muster.auth.key.KeyRing;
import dev.muster.auth.key.SigningKey;
import dev.muster.id.Ids;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.TokenConfig;
import io.smallrye.jwt.algorithm.SignatureAlgorithm;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Signs access tokens: RS256, {@code typ: at+jwt} (RFC 9068). */
@ApplicationScoped
public class AccessTokens {
  private final KeyRing keys;
  private final TokenConfig names;
  private final Duration lifetime;

  @Inject
  AccessTokens(KeyRing keys, TokenConfig names, TokenLifetimes lifetimes) {
    this.keys = keys;
    this.names = names;
    lifetime = lifetimes.access();
  }

  /**
   * For a user in a session; it ends with the session.
   *
   * @param issuedAt when the roles were read, by the clock that a change of them is dated with
   */
  public AccessToken forUser(UUID userId, UUID sessionId, List<String> roles, Instant issuedAt) {
    return sign(claims(userId.toString(), roles, issuedAt).claim("sid", sessionId.toString()));
  }

  /** For one of the platform's own services, which has no session. */
  public AccessToken forService(String clientId) {
    return sign(claims(clientId, List.of(Role.SERVICE_ROLE), Instant.now()));
  }

  private JwtClaimsBuilder claims(String subject, List<String> roles, Instant issuedAt) {
    return Jwt.claims()
        .issuer(names.issuer())
        .audience(names.audience())
        .subject(subject)
        .claim("jti", Ids.next().toString())
        .claim("roles", roles)
        .issuedAt(issuedAt)
        .claim("nbf", issuedAt.getEpochSecond())
        .expiresAt(issuedAt.plus(lifetime));
  }

  private AccessToken sign(JwtClaimsBuilder claims) {
    SigningKey key = keys.active();
    String jwt =
        claims
            .jws()
            .type("at+jwt")
            .keyId(key.kid())
            .algorithm(SignatureAlgorithm.RS256)
            .sign(key.privateKey());
    return new AccessToken(jwt, lifetime);
  }
}
