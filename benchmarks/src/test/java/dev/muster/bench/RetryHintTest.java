package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RetryHintTest {
  @Test
  void aReasonEndsWithIt() {
    assertThat(RetryHint.ofReason("this gateway is shutting down (retry in 1250 ms)"))
        .contains(Duration.ofMillis(1_250));
    assertThat(RetryHint.ofReason("this gateway is shutting down")).isEmpty();
    assertThat(RetryHint.ofReason(null)).isEmpty();
  }

  @Test
  void millisecondsInAHeaderAreTakenBeforeSeconds() {
    assertThat(RetryHint.ofHeaders(Map.of("Retry-After", "2", "X-Retry-After-Ms", "1300")::get))
        .contains(Duration.ofMillis(1_300));
    assertThat(RetryHint.ofHeaders(Map.of("Retry-After", "2")::get))
        .contains(Duration.ofSeconds(2));
    assertThat(RetryHint.ofHeaders(Map.of("Retry-After", "Wed, 21 Oct")::get)).isEmpty();
  }
}
