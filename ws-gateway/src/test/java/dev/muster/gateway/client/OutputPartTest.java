package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.LogContent;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class OutputPartTest {
  private static final String TEXT = "aé€🐦";

  @Test
  void everyCutOfATextIsBetweenItsCharacters() {
    byte[] bytes = TEXT.repeat(5).getBytes(StandardCharsets.UTF_8);
    for (int most = 4; most <= bytes.length; most++) {
      List<OutputPart.Piece> pieces = part(7, bytes, true).pieces(most);
      assertThat(pieces).allSatisfy(piece -> assertThat(piece.content().text()).isPresent());
      assertThat(String.join("", pieces.stream().map(p -> p.content().text().get()).toList()))
          .isEqualTo(TEXT.repeat(5));
      assertThat(pieces.getFirst().offset()).isEqualTo(7);
      assertThat(pieces.getLast().nextOffset()).isEqualTo(7 + bytes.length);
      assertThat(pieces.stream().filter(OutputPart.Piece::complete))
          .containsExactly(pieces.getLast());
    }
  }

  @Test
  void aCharacterWhoseEndHasNotComeIsLeftOut() {
    byte[] bytes = TEXT.getBytes(StandardCharsets.UTF_8);
    for (int length = 0; length <= bytes.length; length++) {
      OutputPart part = part(0, Arrays.copyOf(bytes, length), false);
      int whole = length < 1 ? 0 : length < 3 ? 1 : length < 6 ? 3 : length < 10 ? 6 : 10;
      assertThat(part.pieces(64).stream().mapToInt(piece -> piece.content().length()).sum())
          .isEqualTo(whole);
    }
  }

  @Test
  void whatIsNoTextIsNeverLeftOutForEver() {
    byte[] junk = {(byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0x80, (byte) 0xff, (byte) 0xf0};

    List<OutputPart.Piece> pieces = part(0, junk, false).pieces(4);
    assertThat(pieces.getFirst().content().text()).isEmpty();
    assertThat(pieces.getLast().nextOffset()).isEqualTo(5);

    assertThat(part(4, Arrays.copyOfRange(junk, 4, 6), true).pieces(4))
        .singleElement()
        .satisfies(last -> assertThat(last.complete()).isTrue());
  }

  @Test
  void theEndAloneIsAPieceToo() {
    assertThat(part(3, new byte[0], true).pieces(4))
        .containsExactly(new OutputPart.Piece(3, new LogContent(new byte[0]), true));
    assertThat(part(3, new byte[0], false).pieces(4)).isEmpty();
  }

  private static OutputPart part(long offset, byte[] bytes, boolean complete) {
    return new OutputPart(offset, new LogContent(bytes), complete);
  }
}
