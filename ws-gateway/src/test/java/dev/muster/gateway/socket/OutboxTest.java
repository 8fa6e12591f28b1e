package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class OutboxTest {
  private final AtomicInteger waiting = new AtomicInteger();
  private final Outbox outbox = new Outbox(3, 100, waiting::addAndGet);

  @Test
  void framesBeyondTheCountAreRefused() {
    assertThat(outbox.begin(1)).isTrue();
    assertThat(outbox.begin(1)).isTrue();
    assertThat(outbox.begin(1)).isTrue();

    assertThat(outbox.begin(1)).isFalse();
    assertThat(waiting).hasValue(3);
  }

  @Test
  void framesBeyondTheBytesAreRefused() {
    assertThat(outbox.begin(60)).isTrue();

    assertThat(outbox.begin(60)).isFalse();
    assertThat(outbox.begin(40)).isTrue();
  }

  @Test
  void aFrameLargerThanTheBytesPassesAlone() {
    assertThat(outbox.begin(1_000)).isTrue();
  }

  @Test
  void whatWasSentMakesRoom() {
    outbox.begin(100);
    outbox.sent(100);

    assertThat(outbox.begin(100)).isTrue();
    assertThat(outbox.frames()).isEqualTo(1);
    assertThat(outbox.bytes()).isEqualTo(100);
    assertThat(waiting).hasValue(1);
  }
}
