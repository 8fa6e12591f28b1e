package dev.muster.kit.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.redis.RedisClients;
import dev.muster.kit.token.CachedKeys;
import dev.muster.kit.token.Revocations;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.TokenConfig;
import dev.muster.kit.token.TokenVerifier;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.test.SettableClock;
import dev.muster.test.auth.SigningKey;
import dev.muster.test.auth.TokenShape;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.MGF1ParameterSpec;
import java.security.spec.PSSParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jose4j.jwk.JsonWebKey;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RemoteTokenTest {
  private static final SigningKey THEIRS = SigningKey.make("their-key");
  private static final SigningKey OURS = SigningKey.make("our-key");
  private static final String USER = "018f3c5e-7a00-7000-8000-000000000003";
  private static final Base64.Encoder BASE64 = Base64.getUrlEncoder().withoutPadding();

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final LocalIssuer issuer = new LocalIssuer(THEIRS.jwk());
  private final Revocations revocations = new Revocations(clock);
  private TokenVerifier verifier = verifier("RS256");

  RemoteTokenTest() {
    revocations.acceptAll(List.of());
  }

  @AfterEach
  void close() {
    issuer.close();
  }

  private TokenVerifier verifier(String... algorithms) {
    return verifier(SampleRemoteConfig.of(issuer.name(), algorithms));
  }

  private TokenVerifier verifier(SampleRemoteConfig config) {
    TrustedIssuer trusted = TrustedIssuer.of(issuer.name(), config, "muster", true);
    Discovery discovery = new Discovery(trusted, config.requestTimeout());
    RemoteToken tokens =
        new RemoteToken(
            trusted,
            "sub",
            new ForeignRoles(config.rolesClaim(), config.adminRoles(), config.userRoles()),
            new CachedKeys(
                discovery::keys, RedisClients.config(TokenConfig.class, Map.of()), clock),
            Duration.ofSeconds(10),
            clock);
    return new TokenVerifier(
        RedisClients.config(TokenConfig.class, Map.of()),
        kid -> kid.equals(OURS.kid()) ? Optional.of(OURS.publicKey()) : Optional.empty(),
        Optional.of(tokens),
        revocations,
        clock);
  }

  private TokenShape shape() {
    return issuer.token(clock.instant());
  }

  private void refused(String jwt) {
    assertThatThrownBy(() -> verifier.verify(jwt))
        .isInstanceOf(ContractException.class)
        .hasMessage(ErrorCode.NOT_AUTHENTICATED.sentence())
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.NOT_AUTHENTICATED);
  }

  private void unknownNow(String jwt) {
    assertThatThrownBy(() -> verifier.verify(jwt))
        .extracting(e -> ((ContractException) e).code())
        .isEqualTo(ErrorCode.UNAVAILABLE);
  }

  @Test
  void aTokenOfTheIssuerNamesAUserOfOurs() {
    VerifiedToken token = verifier.verify(shape().signedBy(THEIRS));
    VerifiedToken later = verifier.verify(shape().claim("jti", "other").signedBy(THEIRS));
    assertThat(token.isForeign()).isTrue();
    assertThat(token.roles()).containsExactly(Role.USER);
    assertThat(token.userId()).hasValueSatisfying(id -> assertThat(id.version()).isEqualTo(8));
    assertThat(later.subject()).isEqualTo(token.subject());
    assertThat(later.tokenId()).isNotEqualTo(token.tokenId());
    assertThat(token.sessionId()).isNull();
    assertThat(token.toString()).doesNotContain(token.raw());
  }

  @Test
  void tokensOfAuthServiceGoOnBesideIt() {
    VerifiedToken own =
        verifier.verify(TokenShape.of(clock.instant(), USER, "admin").signedBy(OURS));
    assertThat(own.isForeign()).isFalse();
    assertThat(own.subject()).isEqualTo(USER);
    assertThat(issuer.keysRead).hasValue(0);
  }

  @Test
  void eachIssuersKeysAreForItsOwnTokensOnly() {
    refused(TokenShape.of(clock.instant(), USER, "admin").signedBy(THEIRS));
    refused(shape().signedBy(OURS));
    refused(shape().header("kid", OURS.kid()).signedWithoutKid(THEIRS));
  }

  @Test
  void unsignedTokenIsRefused() {
    String header = SigningKey.encode(shape().header("alg", "none").headerJson());
    refused(header + "." + SigningKey.encode(shape().claimsJson()) + ".");
    assertThat(issuer.keysRead).hasValue(0);
  }

  @Test
  void publicKeyIsNoSharedSecret() throws Exception {
    String signed =
        SigningKey.encode(shape().header("alg", "HS256").header("kid", THEIRS.kid()).headerJson())
            + "."
            + SigningKey.encode(shape().claimsJson());
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(THEIRS.publicKey().getEncoded(), "HmacSHA256"));
    byte[] signature = mac.doFinal(signed.getBytes(StandardCharsets.US_ASCII));
    refused(signed + "." + BASE64.encodeToString(signature));
    assertThat(issuer.keysRead).hasValue(0);
  }

  @Test
  void unknownKeyIdCausesOneReadInAWhile() {
    verifier.verify(shape().signedBy(THEIRS));
    assertThat(issuer.keysRead).hasValue(1);
    for (int i = 0; i < 50; i++) {
      refused(shape().header("kid", "unknown-" + i).signedWithoutKid(THEIRS));
    }
    assertThat(issuer.keysRead).hasValue(2);
    clock.advance(Duration.ofSeconds(5));
    refused(shape().header("kid", "unknown").signedWithoutKid(THEIRS));
    assertThat(issuer.keysRead).hasValue(3);
  }

  @Test
  void aRotatedKeyIsFoundAtOnce() {
    verifier.verify(shape().signedBy(THEIRS));
    SigningKey next = SigningKey.make("next");
    issuer.keys = List.of(THEIRS.jwk(), next.jwk());
    assertThat(verifier.verify(shape().signedBy(next)).has(Role.USER)).isTrue();
  }

  @Test
  void whileTheIssuerIsAwayKnownKeysGoOn() {
    verifier.verify(shape().signedBy(THEIRS));
    issuer.close();
    clock.advance(Duration.ofHours(1));
    assertThat(verifier.verify(shape().signedBy(THEIRS)).has(Role.USER)).isTrue();
    assertThat(
            verifier.verify(TokenShape.of(clock.instant(), USER, "user").signedBy(OURS)).subject())
        .isEqualTo(USER);
  }

  @Test
  void whileTheIssuerHasNeverAnsweredNobodyCanTell() {
    issuer.close();
    unknownNow(shape().signedBy(THEIRS));
  }

  @Test
  void signatureOfAnotherKeyAndChangedClaimsAreRefused() {
    refused(shape().signedBy(SigningKey.make(THEIRS.kid())));
    String[] parts = shape().signedBy(THEIRS).split("\\.", -1);
    String claims = shape().claim("sub", "somebody-else").claimsJson();
    refused(parts[0] + "." + SigningKey.encode(claims) + "." + parts[2]);
  }

  @ParameterizedTest
  @ValueSource(strings = {"aud", "exp", "iat", "jti", "sub"})
  void missingClaimIsRefused(String claim) {
    refused(shape().without(claim).signedBy(THEIRS));
  }

  @Test
  void expiredIsRefusedAfterTheSkew() {
    String jwt = shape().signedBy(THEIRS);
    verifier.verify(jwt);
    clock.advance(Duration.ofSeconds(3_611));
    refused(jwt);
    refused(shape().claim("exp", clock.instant().getEpochSecond() - 11).signedBy(THEIRS));
  }

  @Test
  void notYetValidIsRefused() {
    long later = clock.instant().getEpochSecond() + 11;
    refused(shape().claim("nbf", later).signedBy(THEIRS));
    refused(shape().claim("iat", later).signedBy(THEIRS));
  }

  @Test
  void wrongAudienceOrIssuerIsRefused() {
    refused(shape().claim("aud", "account").signedBy(THEIRS));
    refused(shape().rawClaim("aud", "[\"account\",\"other\"]").signedBy(THEIRS));
    refused(shape().claim("iss", issuer.name() + "/").signedBy(THEIRS));
    refused(shape().claim("iss", "https://elsewhere.example").signedBy(THEIRS));
    refused(shape().without("iss").signedBy(THEIRS));
  }

  @ParameterizedTest
  @CsvSource({"typ,ID", "typ,Refresh", "typ,Offline", "nonce,n", "at_hash,x"})
  void whatIsNoAccessTokenIsRefused(String claim, String value) {
    refused(shape().claim(claim, value).signedBy(THEIRS));
  }

  @Test
  void aLogoutTokenIsRefused() {
    refused(shape().header("typ", "logout+jwt").signedBy(THEIRS));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"roles\":[\"muster-admin\",\"staff\"]} | ADMIN USER",
        "{\"roles\":[\"admin\",\"user\",\"service\",\"agent\",\"ADMIN\"]} | ''",
        "{\"roles\":\"staff other\"} | USER",
        "{\"roles\":{\"staff\":true}} | ''",
        "{\"roles\":[7,null,[\"staff\"]]} | ''",
        "[] | ''",
        "{} | ''",
      })
  void rolesAreThoseThatTheNamesAreMappedTo(String access, String roles) {
    VerifiedToken token =
        verifier.verify(shape().rawClaim("realm_access", access).signedBy(THEIRS));
    assertThat(token.roles().stream().sorted().map(Enum::name))
        .containsExactly(roles.isEmpty() ? new String[0] : roles.split(" ", -1));
  }

  @Test
  void aClaimWhoseNameHasDotsIsFoundToo() {
    verifier =
        verifier(
            new SampleRemoteConfig(
                Optional.of(issuer.name()),
                Optional.of("muster"),
                Set.of("RS256"),
                "https://muster.example/roles"));
    String jwt = shape().rawClaim("https://muster.example/roles", "[\"staff\"]").signedBy(THEIRS);
    assertThat(verifier.verify(jwt).roles()).containsExactly(Role.USER);
  }

  @Test
  void otherAlgorithmsOnlyWhereTheyAreAllowed() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
    generator.initialize(new ECGenParameterSpec("secp256r1"));
    KeyPair pair = generator.generateKeyPair();
    JsonWebKey jwk = JsonWebKey.Factory.newJwk(pair.getPublic());
    jwk.setKeyId("ec");
    KeyPairGenerator rsa = KeyPairGenerator.getInstance("RSA");
    rsa.initialize(2_048);
    KeyPair pss = rsa.generateKeyPair();
    JsonWebKey pssJwk = JsonWebKey.Factory.newJwk(pss.getPublic());
    pssJwk.setKeyId("pss");
    issuer.keys = List.of(jwk.toJson(), pssJwk.toJson(), THEIRS.jwk());
    String es256 =
        signed("ES256", "ec", Signature.getInstance("SHA256withECDSAinP1363Format"), pair);
    Signature rsassaPss = Signature.getInstance("RSASSA-PSS");
    rsassaPss.setParameter(
        new PSSParameterSpec("SHA-256", "MGF1", MGF1ParameterSpec.SHA256, 32, 1));
    String ps256 = signed("PS256", "pss", rsassaPss, pss);
    String confused =
        signed("ES256", "their-key", Signature.getInstance("SHA256withECDSAinP1363Format"), pair);

    refused(es256);
    refused(ps256);
    verifier = verifier("ES256", "PS256");
    assertThat(verifier.verify(es256).has(Role.USER)).isTrue();
    assertThat(verifier.verify(ps256).has(Role.USER)).isTrue();
    refused(confused);
    refused(shape().signedBy(THEIRS));
  }

  private String signed(String algorithm, String kid, Signature signature, KeyPair pair)
      throws GeneralSecurityException {
    String text =
        SigningKey.encode(shape().header("alg", algorithm).header("kid", kid).headerJson())
            + "."
            + SigningKey.encode(shape().claimsJson());
    signature.initSign(pair.getPrivate());
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    return text + "." + BASE64.encodeToString(signature.sign());
  }

  @Test
  void anIssuerThatNamesAnotherIsNotBelieved() {
    String good = issuer.metadata;
    issuer.metadata = good.replace("/realms/r\",", "/realms/other\",");
    unknownNow(shape().signedBy(THEIRS));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "http://example.org/keys",
        "http://10.0.0.1/keys",
        "http://127.0.0.1.example.org/keys",
        "file:///etc/passwd",
        "ftp://127.0.0.1/keys",
        "https://user:pw@example.org/keys",
        "keys",
        "",
      })
  void keysAreReadFromSafeAddressesOnly(String address) {
    issuer.metadata = "{\"issuer\":\"" + issuer.name() + "\",\"jwks_uri\":\"" + address + "\"}";
    unknownNow(shape().signedBy(THEIRS));
    assertThat(issuer.keysRead).hasValue(0);
  }

  @Test
  void aRedirectIsNotFollowed() {
    issuer.keysStatus = 302;
    issuer.keysLocation = issuer.name() + "/keys?again";
    unknownNow(shape().signedBy(THEIRS));
    assertThat(issuer.keysRead).hasValue(1);
  }

  @Test
  void anEndlessAnswerIsGivenUp() {
    String good = issuer.metadata;
    issuer.metadata = " ".repeat(2 << 20) + good;
    unknownNow(shape().signedBy(THEIRS));
  }

  @Test
  void metadataThatIsNoJsonIsNoMetadata() {
    issuer.metadata = "<html>";
    unknownNow(shape().signedBy(THEIRS));
  }
}
