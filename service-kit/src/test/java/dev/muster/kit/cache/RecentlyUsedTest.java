package dev.muster.kit.cache;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class RecentlyUsedTest {
  private final RecentlyUsed<Integer> cache = new RecentlyUsed<>(10);

  @Test
  void neverHoldsMoreThanItsSize() {
    for (int i = 0; i < 1_000; i++) {
      cache.put("name" + i, i);
      assertThat(cache.size()).isLessThanOrEqualTo(10);
    }
    assertThat(cache.get("name999")).isEqualTo(999);
    assertThat(cache.get("name0")).isNull();
  }

  @Test
  void whatIsAskedForStays() {
    cache.put("wanted", -1);
    for (int i = 0; i < 1_000; i++) {
      cache.put("name" + i, i);
      assertThat(cache.get("wanted")).isEqualTo(-1);
    }
  }

  @Test
  void bothGenerationsAreVisited() {
    for (int i = 0; i < 7; i++) {
      cache.put("name" + i, i);
    }
    List<Integer> seen = new ArrayList<>();
    cache.forEach(seen::add);
    assertThat(seen).containsExactlyInAnyOrder(0, 1, 2, 3, 4, 5, 6);
  }
}
