package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;

class Utf8CheckTest {
  @Test
  void itAgreesWithTheJdkOnEveryPairAndOnRandomBytesHoweverTheyAreCut() {
    for (int i = 0; i < 1 << 16; i++) {
      agrees(new byte[] {(byte) (i >> 8), (byte) i}, 1);
    }
    Random random = new Random(7);
    for (int i = 0; i < 200_000; i++) {
      byte[] bytes = new byte[random.nextInt(12)];
      random.nextBytes(bytes);
      for (int at = 0; at + 3 < bytes.length && random.nextInt(3) == 0; at += 4) {
        // Of random bytes alone, hardly any would be good.
        byte[] good = Character.toString(random.nextInt(0x110000)).getBytes(StandardCharsets.UTF_8);
        System.arraycopy(good, 0, bytes, at, good.length);
      }
      agrees(bytes, random.nextInt(bytes.length + 1));
    }
  }

  @Test
  void aWrongByteIsToldAtOnce() {
    Utf8Check check = new Utf8Check();

    assertThat(check.accepts(bytes(0xf4))).isTrue();
    assertThat(check.isWhole()).isFalse();
    assertThat(check.accepts(bytes(0x90))).isFalse();
  }

  @Test
  void aWrongByteAfterALongTextIsFound() {
    byte[] text = "x".repeat(31).getBytes(StandardCharsets.UTF_8);
    for (int i = 0; i < text.length; i++) {
      byte[] wrong = text.clone();
      wrong[i] = (byte) 0xff;
      assertThat(new Utf8Check().accepts(Unpooled.wrappedBuffer(wrong))).isFalse();
    }
  }

  private static void agrees(byte[] bytes, int cut) {
    Utf8Check check = new Utf8Check();
    boolean good =
        check.accepts(Unpooled.wrappedBuffer(bytes, 0, cut))
            && check.accepts(Unpooled.wrappedBuffer(bytes, cut, bytes.length - cut))
            && check.isWhole();
    assertThat(good).as("%s", HexFormat.of().formatHex(bytes)).isEqualTo(jdk(bytes));
  }

  private static boolean jdk(byte[] bytes) {
    try {
      var unused = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes));
      return true;
    } catch (CharacterCodingException e) {
      return false;
    }
  }

  private static ByteBuf bytes(int... values) {
    ByteBuf buffer = Unpooled.buffer();
    for (int value : values) {
      buffer.writeByte(value);
    }
    return buffer;
  }
}
