package dev.muster.auth.session;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DeviceTest {
  @Test
  void keepsTheVisibleStartOfALongText() {
    assertThat(Device.trimmed(" a\u0000b\n" + "c".repeat(300), 200)).hasSize(200).startsWith("abc");
  }

  @Test
  void neverCutsACharacterInHalf() {
    assertThat(Device.trimmed("ab\uD83D\uDE00c", 3)).isEqualTo("ab");
  }

  @Test
  void knowsNothingOfWhatIsNotSaid() {
    assertThat(Device.trimmed(null, 3)).isNull();
  }
}
