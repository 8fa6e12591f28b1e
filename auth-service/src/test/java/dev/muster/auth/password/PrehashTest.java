package dev.muster.auth.password;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PrehashTest {
  @Test
  void fitsIntoWhatBcryptReads() {
    assertThat(Prehash.of("ü".repeat(1024))).hasSize(64);
    assertThat(Prehash.of("")).hasSize(64).doesNotContain(0);
  }

  @Test
  void distinguishesLongPasswordsByTheirEnd() {
    String start = "x".repeat(100);
    assertThat(Prehash.of(start + "a")).isNotEqualTo(Prehash.of(start + "b"));
  }

  @Test
  void distinguishesPasswordsBehindANul() {
    assertThat(Prehash.of("a\u0000b")).isNotEqualTo(Prehash.of("a\u0000c"));
  }

  @Test
  void takesTheSameTextTypedInTwoWaysAsTheSame() {
    assertThat(Prehash.of("caf\u00e9")).isEqualTo(Prehash.of("cafe\u0301"));
  }
}
