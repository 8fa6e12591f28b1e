package dev.muster.gateway.peers;

import dev.muster.id.Ids;
import java.time.Duration;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKey;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jwk.RsaJsonWebKey;
import org.jose4j.jwk.RsaJwkGenerator;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.jose4j.jwt.NumericDate;
import org.jose4j.lang.JoseException;

/** Access tokens as auth-service signs them. */
public final class Tokens {
  private static final RsaJsonWebKey KEY = key();

  private Tokens() {}

  static String jwks() {
    return new JsonWebKeySet(KEY).toJson(JsonWebKey.OutputControlLevel.PUBLIC_ONLY);
  }

  public static String of(String subject, String sessionId, String role) {
    return of(subject, sessionId, role, Duration.ofHours(1));
  }

  /** As for an API key of that user. */
  public static String ofKey(String subject, UUID key, String scope) {
    JwtClaims claims = claims(subject, null, "user", Duration.ofHours(1));
    claims.setStringClaim("client_id", "mk_" + key.toString().replace("-", ""));
    claims.setStringClaim("scope", scope);
    return signed(claims);
  }

  public static String of(String subject, String sessionId, String role, Duration life) {
    return signed(claims(subject, sessionId, role, life));
  }

  private static JwtClaims claims(String subject, String sessionId, String role, Duration life) {
    NumericDate now = NumericDate.now();
    NumericDate end = NumericDate.fromSeconds(now.getValue() + life.toSeconds());
    JwtClaims claims = new JwtClaims();
    claims.setIssuer("muster");
    claims.setAudience("muster");
    claims.setSubject(subject);
    claims.setJwtId(Ids.next().toString());
    claims.setStringClaim("sid", sessionId);
    claims.setStringListClaim("roles", role);
    claims.setIssuedAt(now);
    claims.setNotBefore(now);
    claims.setExpirationTime(end);
    return claims;
  }

  private static String signed(JwtClaims claims) {
    JsonWebSignature token = new JsonWebSignature();
    token.setPayload(claims.toJson());
    token.setKey(KEY.getPrivateKey());
    token.setKeyIdHeaderValue(KEY.getKeyId());
    token.setAlgorithmHeaderValue("RS256");
    token.setHeader("typ", "at+jwt");
    try {
      return token.getCompactSerialization();
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static RsaJsonWebKey key() {
    try {
      RsaJsonWebKey key = RsaJwkGenerator.generateJwk(2_048);
      key.setKeyId("k1");
      key.setUse("sig");
      return key;
    } catch (JoseException e) {
      throw new IllegalStateException(e);
    }
  }
}
