package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.Ack;
import org.junit.jupiter.api.Test;

class RecentAcksTest {
  private final RecentAcks acks = new RecentAcks(2);

  @Test
  void theReceiptIsKnownAgain() {
    Ack refused = new Ack("a", 2002, "superseded", null);
    acks.remember(refused);

    assertThat(acks.of("a")).contains(refused);
    assertThat(acks.of("b")).isEmpty();
  }

  @Test
  void theOldestIsForgottenFirst() {
    acks.remember(Ack.ok("a"));
    acks.remember(Ack.ok("b"));
    acks.remember(Ack.ok("c"));

    assertThat(acks.of("a")).isEmpty();
    assertThat(acks.of("b")).isPresent();
    assertThat(acks.of("c")).isPresent();
  }
}
