package dev.muster.registry.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleanTextTest {

  @ParameterizedTest
  @ValueSource(strings = {"a", "build agent 7", "编译", "🙂", "naïve"})
  void aLineMayHoldAnyLetters(String text) {
    assertThat(CleanText.isLine(text)).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a ", " a", "a\nb", "a\0b", "a\u007f", "\ud83d", "\ude42x"})
  void aLineHasNoBlankEdgesControlsOrHalfCharacters(String text) {
    assertThat(CleanText.isLine(text)).isFalse();
  }

  @Test
  void proseMayHaveLineBreaks() {
    assertThat(CleanText.isProse("one\r\n\ttwo\n")).isTrue();
    assertThat(CleanText.isProse("bell\u0007")).isFalse();
  }

  @Test
  void whatPostgresCannotKeepIsNotStorable() {
    assertThat(CleanText.isStorable("a\0")).isFalse();
    assertThat(CleanText.isStorable("\ud83d")).isFalse();
    assertThat(CleanText.isStorable("\u0001 is fine")).isTrue();
  }
}
