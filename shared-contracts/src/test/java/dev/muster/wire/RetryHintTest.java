package dev.muster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RetryHintTest {
  @Test
  void whatWasPutInIsReadOut() {
    String reason = RetryHint.in(CloseReason.DRAINING.sentence(), Duration.ofMillis(1_234));

    assertThat(reason).endsWith("connect again (retry in 1234 ms)");
    assertThat(RetryHint.of(reason)).contains(Duration.ofMillis(1_234));
  }

  @Test
  void aLongReasonIsCutAndTheHintIsNot() {
    String reason = RetryHint.in("x".repeat(200), Duration.ofSeconds(60));

    assertThat(reason).hasSize(120);
    assertThat(RetryHint.of(reason)).contains(Duration.ofSeconds(60));
  }

  @Test
  void whatIsNoHintIsNone() {
    for (String reason :
        new String[] {
          null,
          "",
          "busy",
          "(retry in x ms)",
          "(retry in -1 ms)",
          "(retry in 5 ms) later",
          "(retry in 99999999999 ms)"
        }) {
      assertThat(RetryHint.of(reason)).isEmpty();
    }
  }

  @Test
  void millisecondsInAHeaderAreTakenBeforeSeconds() {
    assertThat(RetryHint.ofHeaders(Map.of("Retry-After", "2", RetryHint.HEADER, "1300")::get))
        .contains(Duration.ofMillis(1_300));
    assertThat(RetryHint.ofHeaders(Map.of("Retry-After", "2")::get))
        .contains(Duration.ofSeconds(2));
    assertThat(RetryHint.ofHeaders(Map.of("Retry-After", "Wed, 21 Oct")::get)).isEmpty();
  }
}
