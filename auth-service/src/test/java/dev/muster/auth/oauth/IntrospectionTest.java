package dev.muster.auth.oauth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.auth.AuthProfile;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.TokenConfig;
import dev.muster.kit.token.VerifiedToken;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(AuthProfile.class)
class IntrospectionTest {
  private static final String REMOTE = "https://issuer.example.org/realms/a";

  @Inject TokenConfig names;

  @Test
  void aTokenIsOfWhoeverSignedIt() {
    Introspection ours = Introspection.of(signedBy(null), names);
    assertThat(ours.iss()).isEqualTo(names.issuer());
    assertThat(ours.aud()).isEqualTo(names.audience());

    Introspection theirs = Introspection.of(signedBy(REMOTE), names);
    assertThat(theirs.iss()).isEqualTo(REMOTE);
    assertThat(theirs.aud()).isNull();
  }

  private static VerifiedToken signedBy(String issuer) {
    return new VerifiedToken(
        "018f3c5e-7a00-8000-8000-000000000003",
        Set.of(Role.USER),
        null,
        "018f3c5e-7a00-8000-8000-000000000004",
        Instant.EPOCH,
        Instant.EPOCH.plusSeconds(60),
        issuer,
        "raw",
        null,
        null,
        null);
  }
}
