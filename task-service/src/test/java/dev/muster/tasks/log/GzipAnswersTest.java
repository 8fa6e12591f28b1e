package dev.muster.tasks.log;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class GzipAnswersTest {
  @ParameterizedTest
  @ValueSource(strings = {"gzip", "br, GZIP", "x-gzip", "deflate, gzip;q=0.5", "gzip ; q=1"})
  void isSentToWhoTakesIt(String accepted) {
    assertThat(GzipAnswers.isWanted(accepted)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "identity", "gzip;q=0", "br, gzip; q=0.00", "gzipped", "*"})
  void isNotSentToOthers(String accepted) {
    assertThat(GzipAnswers.isWanted(accepted)).isFalse();
  }
}
