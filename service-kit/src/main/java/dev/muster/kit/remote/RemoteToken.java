package dev.muster.kit.remote;

import dev.muster.kit.token.ForeignTokens;
import dev.muster.kit.token.KeySource;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import java.security.PublicKey;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Set;
import org.jose4j.jwa.AlgorithmConstraints;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.MalformedClaimException;
import org.jose4j.jwt.NumericDate;
import org.jose4j.jwt.consumer.InvalidJwtException;
import org.jose4j.jwt.consumer.JwtConsumer;
import org.jose4j.jwt.consumer.JwtConsumerBuilder;
import org.jose4j.jwx.JsonWebStructure;
import org.jose4j.lang.JoseException;

/**
 * The rules for access tokens of one remote issuer. They ask less than those for our own, as
 * issuers differ: {@code typ} may be {@code JWT} or missing, {@code nbf} too. So that an ID token
 * or a refresh token isn't taken for an access token, what only those have is refused.
 */
final class RemoteToken implements ForeignTokens {
  private static final Set<String> TYPES = Set.of("jwt", "at+jwt", "application/at+jwt");
  private static final Set<String> OF_ID_TOKENS = Set.of("nonce", "at_hash", "c_hash", "s_hash");
  private static final int LONGEST_SUBJECT = 255;

  private static final JwtConsumer UNVERIFIED =
      new JwtConsumerBuilder()
          .setSkipAllValidators()
          .setDisableRequireSignature()
          .setSkipSignatureVerification()
          .setJwsAlgorithmConstraints(AlgorithmConstraints.NO_CONSTRAINTS)
          .build();

  private final TrustedIssuer issuer;
  private final String subjectClaim;
  private final ForeignRoles roles;
  private final KeySource keys;
  private final Duration skew;
  private final Clock clock;

  RemoteToken(
      TrustedIssuer issuer,
      String subjectClaim,
      ForeignRoles roles,
      KeySource keys,
      Duration skew,
      Clock clock) {
    this.issuer = issuer;
    this.subjectClaim = subjectClaim;
    this.roles = roles;
    this.keys = keys;
    this.skew = skew;
    this.clock = clock;
  }

  @Override
  public boolean isIssuerOf(String jwt) {
    try {
      return issuer.name().equals(UNVERIFIED.processToClaims(jwt).getIssuer());
    } catch (InvalidJwtException | MalformedClaimException | ClassCastException e) {
      return false;
    }
  }

  @Override
  public VerifiedToken read(String jwt) {
    try {
      return view(consumer(key(jwt)).processToClaims(jwt), jwt);
    } catch (InvalidJwtException
        | MalformedClaimException
        | JoseException
        | ClassCastException
        | DateTimeException e) {
      throw TokenVerifier.refused();
    }
  }

  // The algorithm is settled before a key is looked for, so that it can't choose the key's use.
  private PublicKey key(String jwt) throws JoseException {
    if (!(JsonWebStructure.fromCompactSerialization(jwt) instanceof JsonWebSignature jws)
        || !issuer.algorithms().contains(jws.getAlgorithmHeaderValue())
        || jws.getKeyIdHeaderValue() == null
        || !isType(jws.getHeader("typ"))) {
      throw TokenVerifier.refused();
    }
    return keys.key(jws.getKeyIdHeaderValue()).orElseThrow(TokenVerifier::refused);
  }

  private static boolean isType(String type) {
    return type == null || TYPES.contains(type.toLowerCase(Locale.ROOT));
  }

  private JwtConsumer consumer(PublicKey key) {
    return new JwtConsumerBuilder()
        .setJwsAlgorithmConstraints(
            AlgorithmConstraints.ConstraintType.PERMIT, issuer.algorithms().toArray(String[]::new))
        .setVerificationKey(key)
        .setExpectedIssuer(issuer.name())
        .setExpectedAudience(issuer.audience())
        .setRequireJwtId()
        .setRequireExpirationTime()
        .setRequireIssuedAt()
        .setEvaluationTime(NumericDate.fromSeconds(clock.instant().getEpochSecond()))
        .setAllowedClockSkewInSeconds((int) skew.toSeconds())
        .build();
  }

  private VerifiedToken view(JwtClaims claims, String jwt) throws MalformedClaimException {
    String subject = claims.getStringClaimValue(subjectClaim);
    Instant issuedAt = Instant.ofEpochSecond(claims.getIssuedAt().getValue());
    if (subject == null
        || subject.isBlank()
        || subject.length() > LONGEST_SUBJECT
        || issuedAt.isAfter(clock.instant().plus(skew))
        || !isAccessToken(claims)) {
      throw TokenVerifier.refused();
    }
    return new VerifiedToken(
        ForeignId.of(issuer.name(), subject).toString(),
        roles.of(claims.getClaimsMap()),
        null,
        ForeignId.of(issuer.name(), "jti " + claims.getJwtId()).toString(),
        issuedAt,
        Instant.ofEpochSecond(claims.getExpirationTime().getValue()),
        issuer.name(),
        jwt,
        null,
        null,
        null);
  }

  /** Keycloak marks its tokens by a claim {@code typ}; others by what an ID token must have. */
  private static boolean isAccessToken(JwtClaims claims) {
    Object type = claims.getClaimValue("typ");
    return (type == null || "Bearer".equals(type))
        && OF_ID_TOKENS.stream().noneMatch(claims::hasClaim);
  }
}
