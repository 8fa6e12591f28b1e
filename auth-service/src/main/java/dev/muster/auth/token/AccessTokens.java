package dev.muster.auth.token;

import dev.muster.auth.key.KeyRing;
import dev.muster.auth.key.SigningKey;
import dev.muster.id.Ids;
import dev.muster.kit.apikey.ApiKey;
import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.scope.Scope;
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
import java.util.Set;
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
    return sign(
        claims(userId.toString(), roles, issuedAt, lifetime).claim("sid", sessionId.toString()),
        lifetime);
  }

  /** For one of the platform's own services, which has no session. */
  public AccessToken forService(String clientId) {
    return sign(claims(clientId, List.of(Role.SERVICE_ROLE), Instant.now(), lifetime), lifetime);
  }

  /**
   * For an API key, in its owner's name and within these scopes; it ends with the key.
   *
   * @param issuedAt as for {@link #forUser}
   */
  public AccessToken forKey(ApiKey key, Set<Scope> scopes, Instant issuedAt) {
    List<String> roles = key.roles().stream().map(Role::wire).sorted().toList();
    Duration life = atMost(issuedAt, key.expiresAt());
    return sign(
        claims(key.ownerId().toString(), roles, issuedAt, life)
            .claim("client_id", new AppKey(key.id()).text())
            .claim("scope", Scope.claim(scopes)),
        life);
  }

  private Duration atMost(Instant start, Instant end) {
    if (end == null) {
      return lifetime;
    }
    Duration left = Duration.between(start, end);
    return left.compareTo(lifetime) < 0 ? left : lifetime;
  }

  private JwtClaimsBuilder claims(
      String subject, List<String> roles, Instant issuedAt, Duration life) {
    return Jwt.claims()
        .issuer(names.issuer())
        .audience(names.audience())
        .subject(subject)
        .claim("jti", Ids.next().toString())
        .claim("roles", roles)
        .issuedAt(issuedAt)
        .claim("nbf", issuedAt.getEpochSecond())
        .expiresAt(issuedAt.plus(life));
  }

  private AccessToken sign(JwtClaimsBuilder claims, Duration life) {
    SigningKey key = keys.active();
    String jwt =
        claims
            .jws()
            .type("at+jwt")
            .keyId(key.kid())
            .algorithm(SignatureAlgorithm.RS256)
            .sign(key.privateKey());
    return new AccessToken(jwt, life);
  }
}
