package dev.muster.tasks.log;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class LogExtentTest {
  private static final int SIZE = 64;

  private final LogExtent.Key key = new LogExtent.Key(Ids.next(), "run", 1);
  private LogExtent extent = new LogExtent(key);

  @Test
  void whateverComesInWhateverOrderEachByteIsTakenOnce() {
    for (long seed = 0; seed < 2_000; seed++) {
      Random random = new Random(seed);
      extent = new LogExtent(key);
      BitSet stored = new BitSet();
      for (int i = 0; i < 20; i++) {
        int from = random.nextInt(SIZE);
        int to = from + random.nextInt(SIZE - from + 1);
        for (LogExtent.Hole hole : extent.holes(from, to)) {
          assertThat(stored.get((int) hole.from(), (int) hole.to()).isEmpty()).isTrue();
          assertThat(hole.from()).isBetween((long) from, hole.to() - 1);
          stored.set((int) hole.from(), (int) hole.to());
          extent.fill(hole.from(), hole.to());
        }
        assertThat(from == to || stored.nextClearBit(from) >= to).isTrue();
        assertThat(extent.bytes()).isEqualTo(stored.nextClearBit(0));
        assertThat(extent.furthest()).isEqualTo(stored.length());
        assertThat(extent.stored()).isEqualTo(stored.cardinality());
      }
    }
  }

  @Test
  void aMarkTakesThePlaceOfWhatCameTooEarly() {
    extent.fill(0, 10);
    extent.fill(20, 30);
    extent.cut(15);
    assertThat(extent.isToBeMarked()).isFalse();
    assertThat(extent.holes(10, 15)).isEqualTo(List.of(new LogExtent.Hole(10, 15)));
    extent.fill(10, 15);
    assertThat(extent.isToBeMarked()).isTrue();
    extent.mark(8);
    assertThat(extent.bytes()).isEqualTo(23);
    assertThat(extent.furthest()).isEqualTo(23);
    assertThat(extent.stored()).isEqualTo(15);
    assertThat(extent.isToBeMarked()).isFalse();
  }
}
