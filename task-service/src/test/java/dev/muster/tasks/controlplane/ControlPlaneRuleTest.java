package dev.muster.tasks.controlplane;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ControlPlaneRuleTest {
  private static final String GOOD = "4rJq0mB1xkz7Vv2LhQpT9w";

  @Test
  void aTokenInTheClearIsNotForProduction() {
    assertThat(findings("http://plane.example.org", GOOD))
        .singleElement()
        .asString()
        .contains("muster.control-plane.url", "https")
        .doesNotContain(GOOD);
  }

  @Test
  void aTokenThatEverybodyCouldKnowIsNamedButNotTold() {
    assertThat(findings("https://plane.example.org", "changeme"))
        .singleElement()
        .asString()
        .contains("muster.control-plane.token")
        .doesNotContain("changeme");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"https://plane.example.org/x", "http://localhost:1", "http://[::1]:1", ""})
  void tlsLoopbackAndNoneAreNoFinding(String url) {
    assertThat(findings(url, GOOD)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"plane", "ftp://plane/", "https://user@plane/", "https://plane/?a=b", "http:/x"})
  void anAddressThatCannotBeAskedIsRefused(String url) {
    assertThatThrownBy(() -> PlaneAddress.of(url))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("muster.control-plane.url");
  }

  @Test
  void theScopeIsEncoded() {
    assertThat(PlaneAddress.of("https://plane/a/").work("b c&d", 7))
        .hasToString("https://plane/a/work?scope=b+c%26d&limit=7");
  }

  private static List<String> findings(String url, String token) {
    return new ControlPlaneRule()
        .findings(
            new SmallRyeConfigBuilder()
                .withSources(
                    new PropertiesConfigSource(
                        Map.of(
                            "muster.control-plane.url", url, "muster.control-plane.token", token),
                        "test",
                        100))
                .build())
        .toList();
  }
}
