package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.TestGateway;
import dev.muster.test.SettableClock;
import dev.muster.wire.CloseReason;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class AdmissionsTest {
  private final GatewayConfig config =
      TestGateway.config(
          "admission.per-second", "10", "admission.burst", "5", "max-connections", "1000");
  private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T10:00:00Z"));
  private final Capacity capacity = new Capacity(config);
  private final Admissions admissions = new Admissions(config, capacity, clock);

  @Test
  void aBurstIsLetInAndThenTheRateHolds() {
    assertThat(admitted(20)).isEqualTo(5);
    clock.advance(Duration.ofMillis(300));
    assertThat(admitted(20)).isEqualTo(3);
  }

  @Test
  void nobodyIsLetInWhenThereIsNoRoom() {
    IntStream.range(0, 1_000).forEach(i -> assertThat(capacity.enter()).isTrue());

    assertThat(admissions.admit()).isFalse();
    capacity.leave();
    assertThat(admissions.admit()).isTrue();
  }

  @Test
  void thoseSentAwayComeBackOneAfterTheOtherAsFastAsTheyCanBeLetIn() {
    List<Long> waits = waits(CloseReason.TRY_LATER, 100);

    assertThat(waits.getFirst()).isEqualTo(1_100);
    assertThat(waits.getLast()).isEqualTo(11_000);
    assertThat(waits).isSorted().doesNotHaveDuplicates();
  }

  @Test
  void theQueueMovesOnWithTime() {
    waits(CloseReason.TRY_LATER, 100);
    clock.advance(Duration.ofSeconds(30));

    assertThat(waits(CloseReason.TOO_SLOW, 1)).containsExactly(1_100L);
  }

  @Test
  void nobodyWaitsLongerThanAMinute() {
    List<Long> waits = waits(CloseReason.TRY_LATER, 2_000);

    assertThat(waits).allMatch(wait -> wait <= 60_000);
    assertThat(waits.subList(1_000, 2_000).stream().distinct().count()).isGreaterThan(500);
  }

  @Test
  void theRefusalOfAnUpgradeSaysTheSameInSecondsAndMilliseconds() {
    assertThat(admissions.headers())
        .containsEntry("Retry-After", List.of("2"))
        .containsEntry("X-Retry-After-Ms", List.of("1100"));
  }

  @Test
  void aDrainIsSpreadOverTheTimeThatTheOthersNeedForAllWhoWereHere() {
    IntStream.range(0, 300).forEach(i -> assertThat(capacity.enter()).isTrue());
    capacity.drain();
    List<Long> waits = waits(CloseReason.DRAINING, 500);

    assertThat(waits).allMatch(wait -> wait <= 30_000);
    assertThat(waits).anyMatch(wait -> wait > 20_000).anyMatch(wait -> wait < 10_000);
  }

  @Test
  void aFewWhoAreHereComeBackWithinTheSpreadOfTheDrain() {
    capacity.drain();

    assertThat(waits(CloseReason.DRAINING, 100)).allMatch(wait -> wait <= 1_000);
  }

  private long admitted(int tries) {
    return Stream.generate(admissions::admit).limit(tries).filter(Boolean::booleanValue).count();
  }

  private List<Long> waits(CloseReason reason, int many) {
    return Stream.generate(() -> admissions.comeback(reason).toMillis()).limit(many).toList();
  }
}
