package dev.muster.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BackoffTest {
  private static final Departure LOST = new Departure.Lost("gone");

  /** Always draws the longest wait. */
  private final Backoff backoff =
      new Backoff(
          Backoff.Pace.USUAL,
          new Random() {
            @Override
            public long nextLong(long bound) {
              return bound - 1;
            }
          });

  @Test
  void theFirstRetryIsQuickAndLaterOnesDoubleUpToAMinute() {
    assertThat(backoff.next(LOST)).isEqualTo(Duration.ofMillis(500));
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60}) {
      assertThat(backoff.next(LOST)).isEqualTo(Duration.ofSeconds(seconds));
    }
    backoff.reset();
    assertThat(backoff.next(LOST)).isEqualTo(Duration.ofMillis(500));
  }

  @Test
  void retriesSlowlyWhereOnlyAPersonHelps() {
    for (Departure departure :
        new Departure[] {
          new Departure.Refused(401),
          new Departure.Refused(404),
          new Departure.Closed(4403, ""),
          new Departure.Closed(4409, "")
        }) {
      assertThat(backoff.next(departure)).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(60));
    }
  }

  @Test
  void aServerThatIsFullIsGivenASecondAtLeast() {
    assertThat(backoff.next(new Departure.Closed(1013, "")))
        .isGreaterThanOrEqualTo(Duration.ofSeconds(1));
  }

  @Test
  void aServerThatDrainsIsSoonReplaced() {
    assertThat(backoff.next(new Departure.Closed(1001, "")))
        .isLessThanOrEqualTo(Duration.ofMillis(500));
  }

  @Test
  void theServersHintIsNeverComeShortOf() {
    for (Departure departure :
        new Departure[] {
          new Departure.Closed(1001, "draining (retry in 9000 ms)"),
          new Departure.Closed(1013, "full (retry in 9000 ms)"),
          new Departure.Refused(503, Duration.ofSeconds(9)),
          new Departure.Refused(429, Duration.ofSeconds(9))
        }) {
      backoff.reset();
      assertThat(backoff.next(departure)).isEqualTo(Duration.ofSeconds(9));
    }
  }

  @Test
  void aShortHintAfterManyFailuresMeansSoonThoughNotAtOnce() {
    for (int i = 0; i < 5; i++) {
      backoff.next(LOST);
    }

    assertThat(backoff.next(new Departure.Closed(1013, "full (retry in 1 ms)")))
        .isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void aHintIsBelievedUpToAMinute() {
    assertThat(backoff.next(new Departure.Closed(1001, "(retry in 3600000 ms)")))
        .isEqualTo(Duration.ofSeconds(60));
    assertThat(backoff.next(new Departure.Refused(503, Duration.ofDays(9))))
        .isEqualTo(Duration.ofSeconds(60));
  }

  @Test
  void aHintWhereNoneBelongsIsIgnored() {
    assertThat(backoff.next(new Departure.Closed(1008, "(retry in 9000 ms)")))
        .isLessThanOrEqualTo(Duration.ofMillis(500));
  }
}
