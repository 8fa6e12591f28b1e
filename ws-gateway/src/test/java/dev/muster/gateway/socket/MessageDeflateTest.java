package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.wire.CloseReason;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MessageDeflateTest {
  private final MessageDeflate deflate = MessageDeflate.here();

  @Test
  void whatWasDeflatedInflatesToTheSameAtEverySize() throws FrameViolation {
    Random random = new Random(3);
    for (int size = 1; size < 200_000; size += 1 + size / 3) {
      byte[] message = new byte[size];
      for (int i = 0; i < size; i++) {
        message[i] = (byte) ('a' + random.nextInt(1 + size % 26));
      }
      ByteBuf deflated = deflate.deflate(Unpooled.wrappedBuffer(message), 1);

      assertThat(deflate.inflate(deflated, size)).isEqualTo(Unpooled.wrappedBuffer(message));
    }
  }

  @Test
  void theExamplesOfTheRfcInflate() throws FrameViolation {
    // RFC 7692 §7.2.3.1, §7.2.3.3 and §7.2.3.4: plain, stored, and with a last block.
    for (String hex :
        new String[] {"f248cdc9c90700", "000500faff48656c6c6f00", "f348cdc9c9070000"}) {
      assertThat(inflated(hex, 100)).isEqualTo("Hello");
    }
  }

  @Test
  void aBombStopsAtTheLimit() {
    ByteBuf bomb = deflate.deflate(Unpooled.wrappedBuffer(new byte[10 << 20]), 9);

    assertThatThrownBy(() -> deflate.inflate(bomb, 1 << 20))
        .isInstanceOfSatisfying(
            FrameViolation.class, e -> assertThat(e.reason()).isEqualTo(CloseReason.TOO_BIG));
  }

  @Test
  void whatIsNotDeflatedIsRefusedAndTheNextMessageUnharmed() throws FrameViolation {
    assertThatThrownBy(() -> inflated("ffffffffffff", 100)).isInstanceOf(FrameViolation.class);
    assertThat(inflated("f248cdc9c90700", 100)).isEqualTo("Hello");
  }

  private String inflated(String hex, int most) throws FrameViolation {
    return deflate
        .inflate(Unpooled.wrappedBuffer(HexFormat.of().parseHex(hex)), most)
        .toString(StandardCharsets.UTF_8);
  }
}
