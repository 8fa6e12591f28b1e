package dev.muster.auth.rotation;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.auth.key.Replica;
import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RotationCheckTest {
  @Test
  void acceptsTheDefaults() {
    assertThatCode(() -> check("P30D", "PT15M", "PT5M")).doesNotThrowAnyException();
  }

  @ParameterizedTest
  @CsvSource({
    "P30D,PT5M,PT5M,publish-ahead",
    "P30D,PT15M,PT15M,publish-ahead",
    "PT20M,PT15M,PT5M,rotate-every"
  })
  void refusesTimesByWhichAVerifierCouldMissAKey(
      String rotateEvery, String publishAhead, String keysRefresh, String named) {
    assertThatThrownBy(() -> check(rotateEvery, publishAhead, keysRefresh))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("muster.signing-keys." + named);
  }

  private static void check(String rotateEvery, String publishAhead, String keysRefresh) {
    RotationCheck.require(
        new Replica.Times(Duration.parse(rotateEvery), Duration.parse(publishAhead)),
        Duration.parse(keysRefresh));
  }
}
