package dev.muster.gateway.feed;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.event.FeedEntry;
import dev.muster.event.TaskEvent;
import dev.muster.id.Ids;
import dev.muster.wire.FrameCodec;
import java.util.List;
import org.junit.jupiter.api.Test;

class FeedHistoryTest {
  private final FeedHistory history = new FeedHistory(3, 1_000_000);

  @Test
  void whatFollowsAnOffsetIsThereAlsoBetweenEvents() {
    begin("e", 10);
    add(20, 30, 40);

    assertThat(offsets(10, 9)).containsExactly(20L, 30L, 40L);
    assertThat(offsets(25, 9)).containsExactly(30L, 40L);
    assertThat(offsets(30, 1)).containsExactly(40L);
    assertThat(offsets(40, 9)).isEmpty();
    assertThat(offsets(10, 2)).containsExactly(20L, 30L);
    assertThat(history.last()).isEqualTo(new Position("e", 40));
  }

  @Test
  void anOffsetBeforeWhatIsLeftIsOutOfReach() {
    begin("e", 10);
    add(20, 30, 40, 50, 60);

    assertThat(history.reaches(new Position("e", 29))).isFalse();
    assertThat(history.after(new Position("e", 29), 9)).isEmpty();
    assertThat(offsets(30, 9)).containsExactly(40L, 50L, 60L);
  }

  @Test
  void bytesAreBoundedToo() {
    FeedHistory small = new FeedHistory(100, 1);
    small.restart(new Position("e", 0));
    assertThat(small.add(event("e", 1))).isTrue();
    assertThat(small.add(event("e", 2))).isTrue();

    assertThat(small.size()).isEqualTo(1);
    assertThat(small.reaches(new Position("e", 0))).isFalse();
    assertThat(small.reaches(new Position("e", 1))).isTrue();
  }

  @Test
  void aGatewayThatHasReadFurtherIsBelieved() {
    begin("e", 10);
    add(11);

    assertThat(offsets(13, 9)).isEmpty();
    add(12, 13, 14);
    assertThat(offsets(13, 9)).containsExactly(14L);
  }

  @Test
  void aPlaceThatNobodyCanHaveReachedIsOutOfReach() {
    begin("e", 10);
    add(11);

    assertThat(history.reaches(new Position("e", 14))).isTrue();
    assertThat(history.reaches(new Position("e", 15))).isFalse();
    assertThat(history.reaches(new Position("e", Long.MAX_VALUE))).isFalse();
  }

  @Test
  void anotherEpochBeginsWithNothing() {
    begin("e", 10);
    add(20);
    begin("f", 99);

    assertThat(history.size()).isZero();
    assertThat(history.reaches(new Position("e", 20))).isFalse();
    assertThat(history.reaches(new Position("f", 98))).isFalse();
    assertThat(history.reaches(new Position("f", 99))).isTrue();
  }

  @Test
  void anEventThatComesAgainIsNoEvent() {
    begin("e", 10);
    add(20);

    assertThat(history.add(event("e", 20))).isFalse();
    assertThat(history.size()).isEqualTo(1);
  }

  private void begin(String epoch, long offset) {
    history.restart(new Position(epoch, offset));
  }

  private void add(long... offsets) {
    for (long offset : offsets) {
      assertThat(history.add(event("e", offset))).isTrue();
    }
  }

  private List<Long> offsets(long after, int most) {
    return history.after(new Position("e", after), most).orElseThrow().stream()
        .map(event -> event.position().offset())
        .toList();
  }

  private static FeedEvent event(String epoch, long offset) {
    TaskEvent event =
        new TaskEvent(
            "task/progress", Ids.next(), Ids.next(), "n", 1, FrameCodec.JSON.createObjectNode());
    return FeedEvent.of(new FeedEntry(epoch, offset, event), 0);
  }
}
