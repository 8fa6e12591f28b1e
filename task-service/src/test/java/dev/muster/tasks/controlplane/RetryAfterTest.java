package dev.muster.tasks.controlplane;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpHeaders;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RetryAfterTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "7|PT7S",
        "999999999|PT1H",
        "Thu, 01 Jan 2026 00:00:30 GMT|PT30S",
        "Wed, 31 Dec 2025 00:00:00 GMT|PT0S"
      })
  void secondsAndDatesAreRead(String text, Duration expected) {
    assertThat(read(text)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"-1", "soon", "1.5", "99999999999"})
  void anythingElseSaysNothing(String text) {
    assertThat(read(text)).isNull();
  }

  @Test
  void noHeaderSaysNothing() {
    assertThat(RetryAfter.of(HttpHeaders.of(Map.of(), (name, value) -> true), NOW)).isNull();
  }

  private static Duration read(String text) {
    return RetryAfter.of(
        HttpHeaders.of(Map.of("Retry-After", List.of(text)), (name, value) -> true), NOW);
  }
}
