package dev.muster.bench;

import dev.muster.kit.token.Revocations;
import dev.muster.kit.token.TokenConfig;
import dev.muster.kit.token.TokenVerifier;
import io.quarkus.runtime.configuration.DurationConverter;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Prints the mean microseconds to check a known token, and a new one. */
final class TokenChecks {
  private static final int TOKENS = 1_000;
  private static final int NEW = 2_000;

  private TokenChecks() {}

  public static void main(String[] arguments) throws Exception {
    long nanos = Long.parseLong(arguments[0]) * 1_000_000_000 / 2;
    RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2_048);
    key.setKeyId("bench");
    Revocations revocations = new Revocations(Clock.systemUTC());
    revocations.acceptAll(List.of());
    TokenConfig config = defaults();
    TokenVerifier verifier =
        new TokenVerifier(
            config, kid -> Optional.of(key.getPublicKey()), revocations, Clock.systemUTC());
    List<String> tokens = tokens(key, config, TOKENS);
    // Half of the time warms up.
    known(verifier, tokens, nanos / 2);
    System.out.println(known(verifier, tokens, nanos / 2));
    fresh(verifier, tokens(key, config, NEW));
    System.out.println(fresh(verifier, tokens(key, config, 2_000)));
  }

  private static double known(TokenVerifier verifier, List<String> tokens, long nanos) {
    tokens.forEach(verifier::verify);
    long began = System.nanoTime();
    long checked = 0;
    while (System.nanoTime() - began < nanos) {
      tokens.forEach(verifier::verify);
      checked += tokens.size();
    }
    return (System.nanoTime() - began) / 1e3 / checked;
  }

  private static double fresh(TokenVerifier verifier, List<String> tokens) {
    long began = System.nanoTime();
    tokens.forEach(verifier::verify);
    return (System.nanoTime() - began) / 1e3 / tokens.size();
  }

  /** As auth-service makes them. */
  private static List<String> tokens(RsaJsonWebKey key, TokenConfig config, int count)
      throws JoseException {
    List<String> tokens = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      JwtClaims claims = new JwtClaims();
      claims.setIssuer(config.issuer());
      claims.setAudience(config.audience());
      claims.setSubject(UUID.randomUUID().toString());
      claims.setJwtId(UUID.randomUUID().toString());
      claims.setStringClaim("sid", UUID.randomUUID().toString());
      claims.setStringListClaim("roles", "admin", "user");
      claims.setIssuedAt(NumericDate.now());
      claims.setNotBefore(NumericDate.now());
      claims.setExpirationTime(NumericDate.fromSeconds(NumericDate.now().getValue() + 3_600));
      JsonWebSignature token = new JsonWebSignature();
      token.setPayload(claims.toJson());
      token.setKey(key.getPrivateKey());
      token.setKeyIdHeaderValue(key.getKeyId());
      token.setAlgorithmHeaderValue("RS256");
      token.setHeader("typ", "at+jwt");
      tokens.add(token.getCompactSerialization());
    }
    return tokens;
  }

  /** The configuration of a service that sets nothing. */
  private static TokenConfig defaults() {
    return new SmallRyeConfigBuilder()
        .withConverter(Duration.class, 200, new DurationConverter())
        .withMapping(TokenConfig.class)
        .build()
        .getConfigMapping(TokenConfig.class);
  }
}
