package dev.muster.registry.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class OnlineAgentsTest {
  private final Set<UUID> connected = new HashSet<>();
  private final Deque<Runnable> apart = new ArrayDeque<>();
  private final UUID agent = Ids.next();
  private Instant now = Instant.parse("2026-03-01T12:00:00Z");
  private boolean away;
  private int readings;
  private final OnlineAgents online =
      new OnlineAgents(this::read, new PresenceSettings(), () -> now, apart::add);

  @Test
  void oneReadingServesEverybodyForHalfASecond() {
    connected.add(agent);
    assertThat(online.all()).containsExactly(agent);
    pass(Duration.ofMillis(499));
    assertThat(online.all()).containsExactly(agent);

    assertThat(readings).isEqualTo(1);
    assertThat(apart).isEmpty();
  }

  @Test
  void duringTheNextHalfSecondOneReadsApartWhileTheOthersGoOn() {
    online.all();
    connected.add(agent);
    pass(Duration.ofMillis(500));

    assertThat(online.all()).isEmpty();
    assertThat(online.all()).isEmpty();
    assertThat(apart).hasSize(1);
    apart.remove().run();
    assertThat(online.all()).containsExactly(agent);
    assertThat(readings).isEqualTo(2);
  }

  @Test
  void whatIsOlderThanASecondIsReadBeforeTheAnswer() {
    online.all();
    connected.add(agent);
    pass(Duration.ofSeconds(1));

    assertThat(online.all()).containsExactly(agent);
  }

  @Test
  void whileRedisIsAwayTheLastReadingCountsForAMinuteAndIsNotTriedWithEveryList() {
    connected.add(agent);
    online.all();
    away = true;
    pass(Duration.ofSeconds(59));
    assertThat(online.all()).containsExactly(agent);
    assertThat(online.all()).containsExactly(agent);
    assertThat(readings).isEqualTo(2);

    pass(Duration.ofSeconds(1));
    assertThat(online.all()).isEmpty();
    away = false;
    pass(Duration.ofSeconds(1));
    assertThat(online.all()).containsExactly(agent);
  }

  @Test
  void afterAFailureApartTheNextOneReadsAgain() {
    online.all();
    away = true;
    pass(Duration.ofMillis(500));
    online.all();
    apart.remove().run();
    away = false;
    connected.add(agent);
    pass(Duration.ofSeconds(1));

    assertThat(online.all()).containsExactly(agent);
  }

  private void pass(Duration time) {
    now = now.plus(time);
  }

  private Set<UUID> read(Instant at) {
    readings++;
    if (away) {
      throw new IllegalStateException("no Redis");
    }
    return Set.copyOf(connected);
  }
}
