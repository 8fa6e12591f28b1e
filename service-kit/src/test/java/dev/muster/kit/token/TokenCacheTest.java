package dev.muster.kit.token;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TokenCacheTest {
  private static final VerifiedToken TOKEN =
      new VerifiedToken("u", Set.of(), "s", "j", Instant.EPOCH, Instant.EPOCH, "raw");

  @Test
  void neverHoldsMoreThanItsSize() {
    TokenCache cache = new TokenCache(10);
    for (int i = 0; i < 1_000; i++) {
      cache.put("hash" + i, TOKEN);
      assertThat(cache.size()).isLessThanOrEqualTo(10);
    }
    assertThat(cache.get("hash999")).isSameAs(TOKEN);
    assertThat(cache.get("hash0")).isNull();
  }

  @Test
  void whatIsAskedForStays() {
    TokenCache cache = new TokenCache(10);
    cache.put("wanted", TOKEN);
    for (int i = 0; i < 1_000; i++) {
      cache.put("hash" + i, TOKEN);
      assertThat(cache.get("wanted")).isSameAs(TOKEN);
    }
  }
}
