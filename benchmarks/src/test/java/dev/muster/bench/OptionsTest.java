package dev.muster.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class OptionsTest {
  @Test
  void theLengthAndTheKindOfExecutablesAreChosenByWords() {
    assertThat(Options.parse(new String[] {"hops", "--seconds", "5", "--native"}))
        .isEqualTo(new Options("hops", Duration.ofSeconds(5), true));
  }

  @Test
  void aRunMayBeSmallerAndRecorded() {
    Options options =
        Options.parse(
            new String[] {
              "backlog", "--no-peer", "--jfr", "/tmp/x", "--queued", "7", "--finished", "0"
            });
    assertThat(options.peer()).isFalse();
    assertThat(options.recordings()).isEqualTo(Path.of("/tmp/x"));
    assertThat(options.queued()).isEqualTo(7);
    assertThat(options.finished()).isZero();
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
