package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameSizeTest {
  @ParameterizedTest
  @ValueSource(strings = {"", "abc", "größe", "日本語", "🙂🙂", "a€🙂"})
  void theSizeIsThatOfItsBytes(String text) {
    int bytes = text.getBytes(StandardCharsets.UTF_8).length;

    assertThat(FrameSize.of(text)).isEqualTo(bytes);
    assertThat(FrameSize.exceeds(text, bytes)).isFalse();
    assertThat(FrameSize.exceeds(text, bytes - 1)).isTrue();
  }
}
