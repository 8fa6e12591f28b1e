package dev.muster.tasks.feed;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class FeedQueueTest {
  private final FeedQueue queue = new FeedQueue(3, 100);

  @Test
  void eventsComeOutTogetherInTheirOrder() throws Exception {
    queue.offer("a");
    queue.offer("b");
    assertThat(queue.take()).isEqualTo(new FeedQueue.Batch(List.of("a", "b"), false));
    queue.end();
    assertThat(queue.take()).isNull();
  }

  @Test
  void onlyWhatFollowsAnOverflowKnowsOfIt() throws Exception {
    for (String event : List.of("a", "b", "c")) {
      assertThat(queue.offer(event)).isTrue();
    }
    assertThat(queue.offer("too many")).isFalse();
    assertThat(queue.take()).isEqualTo(new FeedQueue.Batch(List.of("a", "b", "c"), false));
    queue.offer("d");
    queue.offer("e");
    assertThat(queue.take()).isEqualTo(new FeedQueue.Batch(List.of("d", "e"), true));
  }

  @Test
  void whatStandsBeforeAGapIsNotMixedWithWhatStandsAfterIt() throws Exception {
    queue.offer("a");
    queue.missed();
    queue.offer("b");
    assertThat(queue.take()).isEqualTo(new FeedQueue.Batch(List.of("a"), false));
    assertThat(queue.take()).isEqualTo(new FeedQueue.Batch(List.of("b"), true));
  }

  @Test
  void theSizeOfWhatWaitsIsBoundedToo() throws Exception {
    assertThat(queue.offer("x".repeat(99))).isTrue();
    assertThat(queue.offer("yy")).isFalse();
    assertThat(queue.take().events()).hasSize(1);
    assertThat(queue.offer("yy")).isTrue();
  }
}
