package dev.muster.kit.token;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.redis.RedisClients;
import dev.muster.test.SettableClock;
import dev.muster.test.auth.SigningKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CachedKeysTest {
  private static final SigningKey ONE = SigningKey.make("k1");
  private static final SigningKey TWO = SigningKey.make("k2");

  private final SettableClock clock = new SettableClock(Instant.ofEpochSecond(1_800_000_000));
  private final AtomicInteger reads = new AtomicInteger();
  private final CachedKeys keys =
      new CachedKeys(this::read, RedisClients.config(TokenConfig.class, Map.of()), clock);
  private String published = "{\"keys\":[" + ONE.jwk() + "]}";

  private String read() {
    reads.incrementAndGet();
    if (published == null) {
      throw new ContractException(ErrorCode.UNAVAILABLE, "away");
    }
    return published;
  }

  @Test
  void knownKeyIsReadOnce() {
    assertThat(keys.key("k1")).contains(ONE.publicKey());
    assertThat(keys.key("k1")).contains(ONE.publicKey());
    assertThat(reads).hasValue(1);
  }

  @Test
  void unknownKeyCausesOneReadAtATime() {
    assertThat(keys.key("k1")).isPresent();
    for (int i = 0; i < 100; i++) {
      assertThat(keys.key("unknown" + i)).isEmpty();
    }
    assertThat(reads).hasValue(2);
    clock.advance(Duration.ofSeconds(5));
    assertThat(keys.key("unknown")).isEmpty();
    assertThat(reads).hasValue(3);
  }

  @Test
  void rotatedKeyIsFoundAtOnce() {
    assertThat(keys.key("k1")).isPresent();
    published = "{\"keys\":[" + ONE.jwk() + "," + TWO.jwk() + "]}";
    assertThat(keys.key("k2")).contains(TWO.publicKey());
  }

  @Test
  void keysAreKeptWhileTheyCannotBeRead() {
    assertThat(keys.key("k1")).isPresent();
    published = null;
    clock.advance(Duration.ofHours(1));
    assertThat(keys.key("k1")).isPresent();
    assertThatThrownBy(() -> keys.key("k2"))
        .isInstanceOfSatisfying(
            ContractException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @Test
  void keysThatWereNeverReadMakeItUnavailable() {
    published = null;
    assertThatThrownBy(() -> keys.key("k1"))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> {
              assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
              assertThat(e.retryAfter()).isPresent();
            });
  }

  @Test
  void keysForOtherUsesAreIgnored() {
    published = "{\"keys\":[" + ONE.jwk().replace("sig", "enc") + "]}";
    assertThat(keys.key("k1")).isEmpty();
  }
}
