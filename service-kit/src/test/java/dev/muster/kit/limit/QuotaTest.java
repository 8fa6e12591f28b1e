package dev.muster.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTest {
  @Test
  void isWrittenAsTokensInAWindow() {
    assertThat(Quota.parse("10/1m")).isEqualTo(new Quota(10, Duration.ofMinutes(1)));
    assertThat(Quota.parse(" 600 / 30s ")).isEqualTo(new Quota(600, Duration.ofSeconds(30)));
    assertThat(Quota.parse("5/PT1H")).isEqualTo(new Quota(5, Duration.ofHours(1)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10", "/1m", "0/1m", "-1/1m", "x/1m", "2000000/1m", "10/0s", "10/25h"})
  void anythingElseIsRefused(String text) {
    assertThatThrownBy(() -> Quota.parse(text)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void onlyLargeOnesAreTakenInPieces() {
    assertThat(new Quota(39, Duration.ofMinutes(1)).piece()).isEqualTo(1);
    assertThat(new Quota(600, Duration.ofMinutes(1)).piece()).isEqualTo(30);
  }
}
