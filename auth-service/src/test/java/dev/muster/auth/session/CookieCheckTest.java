package dev.muster.auth.session;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkus.runtime.configuration.ConfigurationException;
import org.junit.jupiter.api.Test;

class CookieCheckTest {
  private record Cookies(boolean secure) implements CookieConfig {}

  @Test
  void productionRefusesCookiesThatTravelInTheClear() {
    assertThatThrownBy(() -> CookieCheck.require(new Cookies(false), true))
        .isInstanceOf(ConfigurationException.class)
        .hasMessageContaining("muster.cookie.secure");
    assertThatCode(() -> CookieCheck.require(new Cookies(true), true)).doesNotThrowAnyException();
    assertThatCode(() -> CookieCheck.require(new Cookies(false), false)).doesNotThrowAnyException();
  }
}
