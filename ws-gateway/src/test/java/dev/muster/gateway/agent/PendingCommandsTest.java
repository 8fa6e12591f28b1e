package dev.muster.gateway.agent;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.wire.ResendPolicy;
import org.junit.jupiter.api.Test;

class PendingCommandsTest {
  private static final long ALWAYS = Long.MAX_VALUE;
  private final PendingCommands pending = new PendingCommands(new ResendPolicy(100, 300, 4), 2);

  @Test
  void aCommandIsSentAgainWithDoubledPausesAndThenGivenUp() {
    pending.sent("m", "cancel_task", "frame", 0, ALWAYS);

    assertThat(pending.due(99).again()).isEmpty();
    assertThat(pending.due(100).again()).hasSize(1);
    assertThat(pending.due(299).again()).isEmpty();
    assertThat(pending.due(300).again()).hasSize(1);
    assertThat(pending.due(600).again()).hasSize(1);
    assertThat(pending.due(899)).isEqualTo(pending.due(0));

    PendingCommands.Due last = pending.due(900);

    assertThat(last.again()).isEmpty();
    assertThat(last.dead())
        .singleElement()
        .satisfies(dead -> assertThat(dead.sends()).isEqualTo(4));
    assertThat(pending.size()).isZero();
  }

  @Test
  void anAcknowledgedCommandIsNotSentAgain() {
    pending.sent("m", "cancel_task", "frame", 0, ALWAYS);

    assertThat(pending.acknowledged("m")).isPresent();
    assertThat(pending.due(1_000).again()).isEmpty();
    assertThat(pending.acknowledged("m")).isEmpty();
  }

  @Test
  void aCommandThatIsOfNoUseAnyMoreIsGivenUp() {
    pending.sent("m", "dispatch_task", "frame", 0, 150);

    assertThat(pending.due(100).again()).hasSize(1);
    assertThat(pending.due(150).dead()).hasSize(1);
  }

  @Test
  void thereIsRoomForSoMany() {
    assertThat(pending.sent("a", "cancel_task", "frame", 0, ALWAYS)).isTrue();
    assertThat(pending.sent("b", "cancel_task", "frame", 0, ALWAYS)).isTrue();

    assertThat(pending.sent("c", "cancel_task", "frame", 0, ALWAYS)).isFalse();
  }
}
