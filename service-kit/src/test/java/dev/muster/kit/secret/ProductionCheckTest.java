package dev.muster.kit.secret;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProductionCheckTest {
  private static final String SETTING = "muster.service.secret";

  @ParameterizedTest
  @ValueSource(
      strings = {
        "short",
        "changeme-changeme-changeme",
        "Development-secret-of-mine",
        "test\nsecret of several lines",
        "password-password-password"
      })
  void aSecretThatEverybodyCouldKnowIsNamedButNotTold(String known) {
    assertThatThrownBy(() -> check(Map.of(SETTING, known)))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining(SETTING)
        .message()
        .doesNotContain(known);
  }

  @Test
  void aRandomSecretAndNoneAreNoFinding() {
    assertThatCode(() -> check(Map.of(SETTING, "4rJq0mB1xkz7Vv2LhQpT9w")))
        .doesNotThrowAnyException();
    assertThatCode(() -> check(Map.of())).doesNotThrowAnyException();
  }

  @Test
  void allFindingsAreNamedAtOnce() {
    ProductionRule one = config -> Stream.of("one is wrong");
    ProductionRule others = config -> Stream.of("three is wrong", "two is wrong");
    assertThatThrownBy(() -> ProductionCheck.require(List.of(others, one), config(Map.of())))
        .hasMessageContainingAll("one is wrong", "two is wrong", "three is wrong");
  }

  private static void check(Map<String, String> settings) {
    ProductionCheck.require(List.of(new ServiceSecretRule()), config(settings));
  }

  private static Config config(Map<String, String> settings) {
    return new SmallRyeConfigBuilder()
        .withSources(new PropertiesConfigSource(settings, "test", 100))
        .build();
  }
}
