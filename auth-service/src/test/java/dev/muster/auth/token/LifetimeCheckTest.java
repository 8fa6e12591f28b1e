package dev.muster.auth.token;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LifetimeCheckTest {
  private record Lifetimes(Duration access, Duration refresh) implements TokenLifetimes {}

  @Test
  void acceptsUpToAnHour() {
    assertThatCode(() -> check("PT1H", "P30D")).doesNotThrowAnyException();
  }

  @Test
  void refusesMoreThanAnHourNothingAndTheWrongOrder() {
    for (String[] wrong :
        new String[][] {{"PT1H0.001S", "P30D"}, {"PT0S", "P30D"}, {"PT1H", "PT59M"}}) {
      assertThatThrownBy(() -> check(wrong[0], wrong[1]))
          .isInstanceOf(ConfigurationException.class)
          .hasMessageContaining("muster.lifetime.");
    }
  }

  private static void check(String access, String refresh) {
    LifetimeCheck.require(new Lifetimes(Duration.parse(access), Duration.parse(refresh)));
  }
}
