package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.TestGateway;
import org.junit.jupiter.api.Test;

class CapacityTest {
  private final Capacity capacity = new Capacity(TestGateway.config("max-connections", "2"));

  @Test
  void thereIsRoomForSoManyAndForOneMoreAfterEachThatLeaves() {
    assertThat(capacity.enter()).isTrue();
    assertThat(capacity.enter()).isTrue();
    assertThat(capacity.enter()).isFalse();

    capacity.leave();

    assertThat(capacity.enter()).isTrue();
    assertThat(capacity.open()).isEqualTo(2);
  }
}
