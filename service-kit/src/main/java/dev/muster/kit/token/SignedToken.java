package dev.muster.kit.token;

import dev.muster.kit.apikey.AppKey;
import dev.muster.kit.scope.Scope;
import java.security.PublicKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.AlgorithmIdentifiers;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/** Signature, type, issuer, audience and times of one token (RFC 8725, RFC 9068). */
final class SignedToken {
  private static final String ONLY_ALGORITHM = AlgorithmIdentifiers.RSA_USING_SHA256;

  private final TokenConfig config;
  private final KeySource keys;
  private final Clock clock;

  SignedToken(TokenConfig config, KeySource keys, Clock clock) {
    this.config = config;
    this.keys = keys;
    this.clock = clock;
  }

  VerifiedToken read(String jwt) {
    try {
      String kid = kid(jwt);
      PublicKey key = keys.key(kid).orElseThrow(TokenVerifier::refused);
      return view(consumer(key).processToClaims(jwt), jwt, kid);
    } catch (InvalidJwtException | MalformedClaimException | JoseException e) {
      throw TokenVerifier.refused();
    } catch (ClassCastException | DateTimeException e) {
      // A header that is no string, or a time that no clock can show: anybody can send it.
      throw TokenVerifier.refused();
    }
  }

  // The algorithm is settled before a key is looked for, so that it can't choose the key's use.
  private static String kid(String jwt) throws JoseException {
    if (!(JsonWebStructure.fromCompactSerialization(jwt) instanceof JsonWebSignature jws)
        || !ONLY_ALGORITHM.equals(jws.getAlgorithmHeaderValue())
        || jws.getKeyIdHeaderValue() == null) {
      throw TokenVerifier.refused();
    }
    return jws.getKeyIdHeaderValue();
  }

  private JwtConsumer consumer(PublicKey key) {
    Instant now = clock.instant();
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT, new String[] {ONLY_ALGORITHM})
        .setVerificationKey(key)
        .setExpectedType(true, "at+jwt")
        .setExpectedIssuer(config.issuer())
        .setExpectedAudience(config.audience())
        .setRequireSubject()
        .setRequireJwtId()
        .setRequireExpirationTime()
        .setRequireNotBefore()
        .setRequireIssuedAt()
        .setEvaluationTime(NumericDate.fromSeconds(now.getEpochSecond()))
        .setAllowedClockSkewInSeconds((int) config.clockSkew().toSeconds())
        .build();
  }

  private VerifiedToken view(JwtClaims claims, String jwt, String kid)
      throws MalformedClaimException {
    Instant issuedAt = Instant.ofEpochSecond(claims.getIssuedAt().getValue());
    if (issuedAt.isAfter(clock.instant().plus(config.clockSkew()))) {
      throw TokenVerifier.refused();
    }
    return new VerifiedToken(
        claims.getSubject(),
        roles(claims.getClaimValue("roles")),
        claims.getStringClaimValue("sid"),
        claims.getJwtId(),
        issuedAt,
        Instant.ofEpochSecond(claims.getExpirationTime().getValue()),
        jwt,
        kid,
        AppKey.parse(claims.getStringClaimValue("client_id")).map(AppKey::id).orElse(null),
        scopes(claims));
  }

  private static Set<Scope> scopes(JwtClaims claims) throws MalformedClaimException {
    String claim = claims.getStringClaimValue("scope");
    return claim == null ? null : Scope.ofClaim(claim);
  }

  private static Set<Role> roles(Object claim) {
    if (!(claim instanceof Collection<?> names)) {
      throw TokenVerifier.refused();
    }
    Set<Role> roles = new LinkedHashSet<>();
    for (Object name : names) {
      if (name instanceof String text) {
        Role.ofWire(text).ifPresent(roles::add);
      }
    }
    return roles;
  }
}
