package dev.muster.auth.token;

import static io.restassured.RestAssured.given;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.startsWith;

import dev.muster.auth.AuthProfile;
import dev.muster.auth.People;
import dev.muster.auth.key.KeyRing;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import io.smallrye.jwt.build.Jwt;
import io.smallrye.jwt.build.JwtClaimsBuilder;
import jakarta.inject.Inject;
import java.security.Key;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.jose4j.jwk.JsonWebKeySet;
import org.jose4j.jws.JsonWebSignature;
import org.jose4j.jwt.JwtClaims;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class AccessTokenTest {
  @Inject KeyRing keys;

  @Test
  void carriesExactlyWhatTheContractSays() throws Exception {
    String jwt = People.admin().access();
    JsonWebSignature jws = new JsonWebSignature();
    jws.setCompactSerialization(jwt);
    jws.setKey(published(jws.getKeyIdHeaderValue()));
    assertThat(jws.verifySignature()).isTrue();
    assertThat(jws.getAlgorithmHeaderValue()).isEqualTo("RS256");
    assertThat(jws.getHeader("typ")).isEqualTo("at+jwt");

    JwtClaims claims = JwtClaims.parse(jws.getPayload());
    assertThat(claims.getClaimNames())
        .containsExactlyInAnyOrder("iss", "aud", "sub", "sid", "jti", "roles", "iat", "nbf", "exp");
    assertThat(claims.getIssuer()).isEqualTo("muster");
    assertThat(claims.getAudience()).containsExactly("muster");
    assertThat(claims.getStringListClaimValue("roles")).containsExactly("admin", "user");
    assertThat(UUID.fromString(claims.getSubject()).version()).isEqualTo(7);
    assertThat(UUID.fromString(claims.getJwtId()).version()).isEqualTo(7);
    assertThat(claims.getExpirationTime().getValue() - claims.getIssuedAt().getValue())
        .isEqualTo(3600);
    assertThat(claims.getNotBefore()).isEqualTo(claims.getIssuedAt());
  }

  @Test
  void publishesOnlyPublicKeysAndLetsThemBeCached() {
    given()
        .get("/.well-known/jwks.json")
        .then()
        .statusCode(200)
        .header("Cache-Control", startsWith("public, max-age="))
        .body("keys.kty", everyItem(equalTo("RSA")), "keys.alg", everyItem(equalTo("RS256")))
        .body("keys.kid", hasItem(keys.active().kid()))
        .body("keys", everyItem(not(hasKey("d"))));
  }

  @Test
  void refusesForgedForeignExpiredAndMisusedTokens() throws Exception {
    PrivateKey ours = keys.active().privateKey();
    assertThat(sign(good(), "at+jwt", ours)).satisfies(jwt -> accepted(jwt, true));

    accepted(sign(good(), "JWT", ours), false);
    accepted(sign(good().issuer("other"), "at+jwt", ours), false);
    accepted(sign(good().audience("other"), "at+jwt", ours), false);
    accepted(sign(good().expiresAt(Instant.now().minusSeconds(60)), "at+jwt", ours), false);
    accepted(
        sign(good().claim("nbf", Instant.now().plusSeconds(600).getEpochSecond()), "at+jwt", ours),
        false);
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(2048);
    accepted(sign(good(), "at+jwt", generator.generateKeyPair().getPrivate()), false);
  }

  @Test
  void refusesUnsignedAndTamperedTokens() {
    String[] parts = sign(good(), "at+jwt", keys.active().privateKey()).split("\\.", -1);
    String none =
        encode("{\"alg\":\"none\",\"typ\":\"at+jwt\",\"kid\":\"" + keys.active().kid() + "\"}");
    accepted(none + "." + parts[1] + ".", false);
    accepted(none + "." + parts[1] + "." + parts[2], false);
    String claims = new String(Base64.getUrlDecoder().decode(parts[1]), UTF_8);
    String raised = encode(claims.replace("[\"user\"]", "[\"admin\"]"));
    assertThat(raised).isNotEqualTo(parts[1]);
    accepted(parts[0] + "." + raised + "." + parts[2], false);
    accepted(parts[0] + "." + parts[1] + ".", false);
    accepted("garbage", false);
  }

  @Test
  void refusesAPublicKeyUsedAsAnHmacSecret() throws Exception {
    String jwks = given().get("/.well-known/jwks.json").asString();
    String secret = new JsonWebKeySet(jwks).getJsonWebKeys().getFirst().toJson();
    String jwt = good().jws().type("at+jwt").keyId(keys.active().kid()).signWithSecret(secret);
    accepted(jwt, false);
  }

  private static JwtClaimsBuilder good() {
    Instant now = Instant.now();
    return Jwt.claims()
        .issuer("muster")
        .audience("muster")
        .subject(UUID.randomUUID().toString())
        .claim("jti", UUID.randomUUID().toString())
        .claim("roles", List.of("user"))
        .issuedAt(now)
        .claim("nbf", now.getEpochSecond())
        .expiresAt(now.plusSeconds(60));
  }

  private String sign(JwtClaimsBuilder claims, String type, PrivateKey key) {
    return claims.jws().type(type).keyId(keys.active().kid()).sign(key);
  }

  /** Accepted, the token's user turns out to have no account; refused, it gets no further. */
  private static void accepted(String jwt, boolean accepted) {
    People.me(jwt)
        .then()
        .statusCode(401)
        .body("detail", accepted ? equalTo("account is gone") : not(equalTo("account is gone")));
  }

  private static Key published(String kid) throws Exception {
    JsonWebKeySet set = new JsonWebKeySet(given().get("/.well-known/jwks.json").asString());
    return set.findJsonWebKey(kid, "RSA", "sig", "RS256").getKey();
  }

  private static String encode(String text) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(text.getBytes(US_ASCII));
  }
}
