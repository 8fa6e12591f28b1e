package dev.muster.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

final class Utf8TailTest {
  @Test
  void findsTheBeginningOfACharacterWhoseRestIsMissing() {
    byte[] bytes = "aé€😀".getBytes(StandardCharsets.UTF_8);
    int[] expected = {0, 0, 1, 0, 1, 2, 0, 1, 2, 3, 0};
    for (int to = 0; to <= bytes.length; to++) {
      assertThat(Utf8Tail.incomplete(bytes, 0, to)).as("cut at %d", to).isEqualTo(expected[to]);
    }
  }

  @Test
  void holdsNothingBackOfWhatIsNoText() {
    byte[] bytes = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80};
    assertThat(Utf8Tail.incomplete(bytes, 0, bytes.length)).isZero();
  }
}
