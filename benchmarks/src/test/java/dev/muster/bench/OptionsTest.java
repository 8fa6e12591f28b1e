package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void theLengthAndTheKindOfExecutablesAreChosenByWords() {
    assertThat(Options.parse(new String[] {"hops", "--seconds", "5", "--native"}))
        .isEqualTo(new Options("hops", Duration.ofSeconds(5), true));
  }

  @Test
  void wrongWordsAreRefused() {
    assertThatThrownBy(() -> Options.parse(new String[] {"hops", "--minutes"}))
        .hasMessageContaining("--minutes");
    assertThatThrownBy(() -> Options.parse(new String[] {"hops", "--seconds", "-1"}))
        .hasMessageContaining("1 to 3600");
    assertThatThrownBy(() -> Options.parse(new String[] {"--native"}))
        .hasMessageContaining("which benchmark");
  }
}
