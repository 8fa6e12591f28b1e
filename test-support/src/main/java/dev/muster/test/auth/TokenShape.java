package dev.muster.test.auth;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;

/** An access token as auth-service makes them, each part of which a test can change. */
public final class TokenShape {
  private final Map<String, String> header = new LinkedHashMap<>();
  private final Map<String, String> claims = new LinkedHashMap<>();

  private TokenShape() {}

  /** Good from now on for an hour. */
  public static TokenShape of(String subject, String... roles) {
    return of(Instant.now(), subject, roles);
  }

  public static TokenShape of(Instant now, String subject, String... roles) {
    long seconds = now.getEpochSecond();
    TokenShape shape = new TokenShape();
    shape.header("alg", "RS256").header("typ", "at+jwt");
    shape.claim("iss", "muster").claim("aud", "muster").claim("sub", subject);
    shape.claim("jti", UUID.randomUUID().toString());
    shape.claim("sid", UUID.randomUUID().toString());
    shape.claim("iat", seconds).claim("nbf", seconds).claim("exp", seconds + 3_600);
    shape.claims.put("roles", List.of(roles).stream().map(TokenShape::quoted).toList().toString());
    return shape;
  }

  public TokenShape header(String name, String value) {
    header.put(name, quoted(value));
    return this;
  }

  public TokenShape claim(String name, String value) {
    claims.put(name, quoted(value));
    return this;
  }

  public TokenShape claim(String name, long value) {
    claims.put(name, Long.toString(value));
    return this;
  }

  /** A claim whose value is JSON of any kind. */
  public TokenShape rawClaim(String name, String json) {
    claims.put(name, json);
    return this;
  }

  public TokenShape without(String claim) {
    claims.remove(claim);
    return this;
  }

  public String signedBy(SigningKey key) {
    return header("kid", key.kid()).signedWithoutKid(key);
  }

  public String signedWithoutKid(SigningKey key) {
    return key.sign(headerJson(), claimsJson());
  }

  public String headerJson() {
    return object(header);
  }

  public String claimsJson() {
    return object(claims);
  }

  private static String object(Map<String, String> members) {
    return members.entrySet().stream()
        .map(member -> quoted(member.getKey()) + ":" + member.getValue())
        .collect(Collectors.joining(",", "{", "}"));
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }
}
