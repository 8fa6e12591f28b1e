package dev.muster.kit.remote;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TrustedIssuerTest {
  private static final String HTTPS = "https://id.example.org/realms/r";

  private static void refused(String issuer, SampleRemoteConfig config, boolean dev, String word) {
    assertThatThrownBy(() -> TrustedIssuer.of(issuer, config, "muster", dev))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(word);
  }

  @Test
  void itIsAskedOverTlsOnlyButOnLoopbackInDevelopment() {
    String loopback = "http://localhost:8180/realms/r";
    SampleRemoteConfig config = SampleRemoteConfig.of(HTTPS, "RS256");
    assertThat(TrustedIssuer.of(HTTPS, config, "muster", false).metadata())
        .hasToString(HTTPS + "/.well-known/openid-configuration");
    assertThat(TrustedIssuer.of(loopback, config, "muster", true).name()).isEqualTo(loopback);
    refused(loopback, config, false, "muster.remote-identity.issuer");
    refused("http://id.example.org", config, true, "muster.remote-identity.issuer");
    refused("id.example.org", config, true, "muster.remote-identity.issuer");
    refused("muster", config, true, "auth-service");
  }

  @Test
  void anAudienceIsNeededAndAlgorithmsAreFew() {
    refused(
        HTTPS,
        new SampleRemoteConfig(Optional.of(HTTPS), Optional.empty(), Set.of("RS256"), "roles"),
        true,
        "muster.remote-identity.audience");
    refused(HTTPS, SampleRemoteConfig.of(HTTPS, "RS256", "HS256"), true, "algorithms");
    refused(HTTPS, SampleRemoteConfig.of(HTTPS, "none"), true, "algorithms");
    refused(HTTPS, SampleRemoteConfig.of(HTTPS), true, "algorithms");
  }

  @Test
  void aNameOfTheirsIsOneNameOfOursForGood() {
    // A change of this number would make every user of a remote issuer somebody else.
    assertThat(ForeignId.of(HTTPS, "jane"))
        .hasToString("b81035a3-4646-8cef-9373-c837d4ea37b0")
        .isNotEqualTo(ForeignId.of(HTTPS, "joe"))
        .isNotEqualTo(ForeignId.of(HTTPS + "/", "jane"));
    assertThat(ForeignId.of(HTTPS, "jane").version()).isEqualTo(8);
    assertThat(ForeignId.of(HTTPS, "jane").variant()).isEqualTo(2);
  }
}
