package dev.muster.tasks.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.id.Ids;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TurnsTest {
  private final Turns turns = new Turns();

  @Test
  void roundsAreSharedByWeight() {
    turns.add("light", names());
    turns.add("heavy", names());
    List<String> rounds = new ArrayList<>();
    for (int i = 0; i < 40; i++) {
      String next = turns.next();
      rounds.add(next);
      turns.again(next, next.equals("heavy") ? 3 : 1);
    }
    assertThat(Collections.frequency(rounds, "heavy")).isBetween(29, 31);
  }

  @Test
  void whoComesLaterHasNothingSavedUp() {
    turns.add("old", names());
    for (int i = 0; i < 100; i++) {
      turns.again(turns.next(), 1);
    }
    turns.add("new", names());
    int rounds = 0;
    for (int i = 0; i < 10; i++) {
      String next = turns.next();
      rounds += next.equals("new") ? 1 : 0;
      turns.again(next, 1);
    }
    assertThat(rounds).isBetween(4, 6);
  }

  @Test
  void whatIsNamedMeanwhileIsServedWithTheRest() {
    UUID agent = Ids.next();
    turns.add("a", names());
    turns.add("a", new Freed.Names(List.of(agent), List.of(7L)));
    assertThat(turns.names("a").agents()).contains(agent);
    assertThat(turns.names("a").routes()).contains(7L);
    turns.done("a");
    assertThat(turns.isEmpty()).isTrue();
  }

  @Test
  void whatAQuotaHoldsBackComesWithTheNextChange() {
    turns.add("a", new Freed.Names(List.of(), List.of(7L)));
    turns.hold("a");
    assertThat(turns.isEmpty()).isTrue();
    turns.add("a", names());
    assertThat(turns.names("a").routes()).containsExactly(7L);
  }

  private static Freed.Names names() {
    return new Freed.Names(List.of(Ids.next()), List.of());
  }
}
