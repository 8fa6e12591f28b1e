package dev.muster.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.kit.redis.RedisClients;
import dev.muster.test.SettableClock;
import dev.muster.test.auth.SigningKey;
import dev.muster.test.auth.TokenShape;
import java.nio.charset.StandardCharsets;
import java.security.PublicKey;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TokenVerifierTest {
  private static final String USER = "018f3c5e-7a00-7000-8000-000000000003";
  private static final SigningKey KEY = SigningKey.make("k1");
  private static final SigningKey FOREIGN = SigningKey.make("k1");

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final List<String> asked = new ArrayList<>();
  private final Revocations revocations = new Revocations(clock);
  private final TokenVerifier verifier =
      new TokenVerifier(
          RedisClients.config(TokenConfig.class, Map.of()), this::key, revocations, clock);

  TokenVerifierTest() {
    revocations.acceptAll(List.of());
  }

  private Optional<PublicKey> key(String kid) {
    asked.add(kid);
    return kid.equals(KEY.kid()) ? Optional.of(KEY.publicKey()) : Optional.empty();
  }

  private TokenShape shape() {
    return TokenShape.of(clock.instant(), USER, "user", "admin", "role-of-the-future");
  }

  @Test
  void goodTokenIsReadOnceAndThenRemembered() {
    String jwt = shape().claim("sid", "s1").claim("jti", "j1").signedBy(KEY);
    VerifiedToken token = verifier.verify(jwt);
    assertThat(token.userId().map(Object::toString)).contains(USER);
    assertThat(token.roles()).containsExactlyInAnyOrder(Role.USER, Role.ADMIN);
    assertThat(token.sessionId()).isEqualTo("s1");
    assertThat(token.tokenId()).isEqualTo("j1");
    assertThat(token.expiresAt()).isEqualTo(clock.instant().plusSeconds(3_600));
    assertThat(verifier.verify(jwt)).isSameAs(token);
    assertThat(asked).hasSize(1);
    assertThat(token.toString()).doesNotContain(jwt);
  }

  @Test
  void unsignedTokenIsRefused() {
    String unsigned = SigningKey.encode(shape().header("alg", "none").headerJson());
    String claims = SigningKey.encode(shape().claimsJson());
    refused(unsigned + "." + claims + ".");
    assertThat(asked).isEmpty();
  }

  @Test
  void publicKeyIsNoSharedSecret() throws Exception {
    String signed =
        SigningKey.encode(shape().header("alg", "HS256").header("kid", KEY.kid()).headerJson())
            + "."
            + SigningKey.encode(shape().claimsJson());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(KEY.publicKey().getEncoded(), "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    refused(signed + "." + Base64.getUrlEncoder().withoutPadding().encodeToString(signature));
    assertThat(asked).isEmpty();
  }

  @Test
  void keyInTheTokenItselfIsIgnored() {
    refused(shape().header("jku", "http://localhost/keys").signedBy(FOREIGN));
  }

  @Test
  void tokenWithoutOrWithUnknownKeyIdIsRefused() {
    refused(shape().signedWithoutKid(KEY));
    refused(shape().signedBy(SigningKey.make("k2")));
  }

  @Test
  void signatureOfAnotherKeyIsRefused() {
    refused(shape().signedBy(FOREIGN));
  }

  @Test
  void changedClaimsAreRefused() {
    String[] parts = shape().signedBy(KEY).split("\\.", -1);
    String claims = TokenShape.of(clock.instant(), USER, "service").claimsJson();
    refused(parts[0] + "." + SigningKey.encode(claims) + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"iss", "aud", "exp", "nbf", "iat", "jti", "sub", "roles"})
  void missingClaimIsRefused(String claim) {
    refused(shape().without(claim).signedBy(KEY));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"alg\":\"RS256\",\"kid\":5}",
        "{\"alg\":5,\"kid\":\"k1\"}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"typ\":5}",
        "{\"alg\":\"RS256\",\"kid\":\"k1\",\"crit\":5}",
        "[]",
        "5",
        "null"
      })
  void headerOfWrongTypesIsRefused(String header) {
    refused(SigningKey.encode(header) + ".e30.eA");
    refused(KEY.sign(header, shape().claimsJson()));
  }

  @Test
  void claimsThatNoClockOrListCanHoldAreRefusedOrIgnored() {
    refused(shape().claim("exp", Long.MAX_VALUE).signedBy(KEY));
    refused(shape().claim("iat", Long.MIN_VALUE).signedBy(KEY));
    refused(shape().claim("nbf", Long.MAX_VALUE).signedBy(KEY));
    String odd = "[1,null,{},\"user\"]";
    assertThat(verifier.verify(shape().rawClaim("roles", odd).signedBy(KEY)).roles())
        .containsExactly(Role.USER);
  }

  @Test
  void tokenForOthersIsRefused() {
    refused(shape().claim("iss", "somebody").signedBy(KEY));
    refused(shape().claim("aud", "something").signedBy(KEY));
    refused(shape().header("typ", "JWT").signedBy(KEY));
  }

  @Test
  void timesAreHeldToTheSkew() {
    long now = clock.instant().getEpochSecond();
    refused(shape().claim("exp", now - 11).signedBy(KEY));
    refused(shape().claim("nbf", now + 11).signedBy(KEY));
    refused(shape().claim("iat", now + 11).signedBy(KEY));
    assertThat(verifier.verify(shape().claim("nbf", now + 9).signedBy(KEY))).isNotNull();
  }

  @Test
  void rememberedTokenExpiresToo() {
    String jwt = shape().signedBy(KEY);
    VerifiedToken token = verifier.verify(jwt);
    clock.advance(Duration.ofSeconds(3_609));
    assertThat(verifier.verify(jwt)).isSameAs(token);
    clock.advance(Duration.ofSeconds(1));
    refused(jwt);
    assertThat(verifier.isStillGood(token)).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "a.b", "a.b.c", "a.b.c.d.e", "eyJhbGciOiJSUzI1NiJ9..", "é.é.é"})
  void whatIsNoTokenIsRefused(String text) {
    refused(text);
  }

  @Test
  void overlongTokenIsRefusedUnread() {
    refused(shape().claim("x", "x".repeat(9_000)).signedBy(KEY));
    assertThat(asked).isEmpty();
  }

  @Test
  void revocationEndsRememberedTokensOfTheSessionButNotLaterOnes() {
    long now = clock.instant().getEpochSecond();
    String before = shape().claim("sid", "s1").signedBy(KEY);
    String other = shape().claim("sid", "s2").signedBy(KEY);
    assertThat(verifier.verify(before)).isNotNull();
    revocations.accept(new RevocationNotice(RevocationNotice.Kind.SESSION, "s1", now, now + 3_600));
    refused(before);
    assertThat(verifier.verify(other)).isNotNull();
    clock.advance(Duration.ofSeconds(1));
    assertThat(verifier.verify(shape().claim("sid", "s1").signedBy(KEY))).isNotNull();
  }

  @Test
  void nothingIsGoodBeforeRevocationsAreKnown() {
    TokenVerifier starting =
        new TokenVerifier(
            RedisClients.config(TokenConfig.class, Map.of()),
            this::key,
            new Revocations(clock),
            clock);
    assertThatThrownBy(() -> starting.verify(shape().signedBy(KEY)))
        .isInstanceOfSatisfying(
            ContractException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  private void refused(String jwt) {
    assertThatThrownBy(() -> verifier.verify(jwt))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED))
        .hasMessage(ErrorCode.NOT_AUTHENTICATED.sentence());
  }
}
