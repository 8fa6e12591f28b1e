package dev.muster.kit.limit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.event.RedisNames;
import dev.muster.kit.redis.RedisClients;
import dev.muster.test.TestRedis;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BucketsTest {
  private final MeterRegistry metrics = new SimpleMeterRegistry();
  private final AtomicLong ahead = new AtomicLong();
  private final List<Buckets> replicas = new ArrayList<>();
  private final String key = UUID.randomUUID().toString();

  @AfterEach
  void leave() throws Exception {
    replicas.forEach(Buckets::close);
    TestRedis.server().start();
  }

  @Test
  void asManyAsTheQuotaAreAllowedAndThenNoneUntilATokenIsBack() {
    Buckets buckets = replica("muster.limits.login", "3/1h");
    for (int left = 2; left >= 0; left--) {
      Decision allowed = buckets.spend(Limit.LOGIN, key);
      assertThat(allowed.allowed()).isTrue();
      assertThat(allowed.left()).isEqualTo(left);
    }
    Decision refused = buckets.spend(Limit.LOGIN, key);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.next()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
    assertThat(refused.full()).isBetween(Duration.ofMinutes(59), Duration.ofMinutes(60));
    assertThat(refused.state()).isEqualTo("\"login\";r=0;t=3600");
    assertThat(refused.policy()).isEqualTo("\"login\";q=3;w=3600");
  }

  @Test
  void ofSeveralTokensAsManyAsThereAreAreTaken() {
    Buckets buckets = replica("muster.limits.submit", "100/1h");
    assertThat(buckets.spend(Limit.SUBMIT, key).taken()).isEqualTo(1);
    Decision most = buckets.spend(Limit.SUBMIT, key, 90);
    assertThat(most.taken()).isEqualTo(90);
    assertThat(most.left()).isEqualTo(9);
    assertThat(buckets.spend(Limit.SUBMIT, key, 50).taken()).isEqualTo(9);
    Decision none = buckets.spend(Limit.SUBMIT, key, 50);
    assertThat(none.allowed()).isFalse();
    assertThat(none.next()).isBetween(Duration.ofSeconds(30), Duration.ofSeconds(37));
    assertThat(replica("muster.limits.submit", "100/1h").spend(Limit.SUBMIT, key, 5).taken())
        .isZero();
  }

  @Test
  void anEmptyBucketFillsEvenly() {
    Buckets buckets = replica("muster.limits.login", "2/100ms");
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    await()
        .pollInterval(Duration.ofMillis(5))
        .atMost(Duration.ofSeconds(5))
        .until(() -> buckets.spend(Limit.LOGIN, key).allowed());
  }

  @Test
  void replicasShareASmallQuotaExactly() throws Exception {
    Buckets one = replica("muster.limits.login", "10/1h");
    Buckets other = replica("muster.limits.login", "10/1h");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Decision>> decisions = new ArrayList<>();
      for (int i = 0; i < 50; i++) {
        Buckets replica = i % 2 == 0 ? one : other;
        decisions.add(threads.submit(() -> replica.spend(Limit.LOGIN, key)));
      }
      long allowed = 0;
      for (Future<Decision> decision : decisions) {
        allowed += decision.get(10, TimeUnit.SECONDS).allowed() ? 1 : 0;
      }
      assertThat(allowed).isEqualTo(10);
    }
  }

  @Test
  void aLargeQuotaIsTakenInPiecesAndNeverExceeded() {
    Buckets one = replica("muster.limits.submit", "600/1h");
    Buckets other = replica("muster.limits.submit", "600/1h");
    long before = scriptCalls();
    int allowed = 0;
    for (int i = 0; i < 700; i++) {
      allowed += one.spend(Limit.SUBMIT, key).allowed() ? 1 : 0;
      allowed += other.spend(Limit.SUBMIT, key).allowed() ? 1 : 0;
    }
    assertThat(allowed).isEqualTo(600);
    // Twenty pieces, two refusals, and the script itself at first.
    assertThat(scriptCalls() - before).isBetween(20L, 30L);
  }

  @Test
  void tokensInHandLapseAfterAWindow() {
    Buckets buckets = replica("muster.limits.submit", "40/1h");
    buckets.spend(Limit.SUBMIT, key);
    long before = scriptCalls();
    buckets.spend(Limit.SUBMIT, key);
    assertThat(scriptCalls()).isEqualTo(before);
    buckets.spend(Limit.SUBMIT, key);
    ahead.addAndGet(Duration.ofHours(1).toNanos());
    buckets.spend(Limit.SUBMIT, key);
    assertThat(scriptCalls()).isGreaterThan(before + 1);
  }

  @Test
  void manyAtOnceTakeNoMorePiecesThanTheyNeed() throws Exception {
    Buckets buckets = replica("muster.limits.submit", "600/1h");
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Decision>> decisions = new ArrayList<>();
      for (int i = 0; i < 30; i++) {
        decisions.add(threads.submit(() -> buckets.spend(Limit.SUBMIT, key)));
      }
      for (Future<Decision> decision : decisions) {
        assertThat(decision.get(10, TimeUnit.SECONDS).allowed()).isTrue();
      }
    }
    Decision next = replica("muster.limits.submit", "600/1h").spend(Limit.SUBMIT, key);
    assertThat(next.left()).isBetween(568L, 569L);
  }

  @Test
  void anotherIdentityAndAnotherLimitHaveBucketsOfTheirOwn() {
    Buckets buckets = replica("muster.limits.login", "1/1h", "muster.limits.setup", "1/1h");
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isFalse();
    assertThat(buckets.spend(Limit.LOGIN, key + "x").allowed()).isTrue();
    assertThat(buckets.spend(Limit.SETUP, key).allowed()).isTrue();
  }

  @Test
  void afterAFlushLimitsStartAnewAndHoldAgain() {
    Buckets buckets = replica("muster.limits.login", "2/1h");
    buckets.spend(Limit.LOGIN, key);
    RedisClients.command(Command.SCRIPT, "FLUSH");
    RedisClients.command(Command.FLUSHALL);
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isFalse();
    assertThat(metrics.counter("muster.limits.local").count()).isZero();
  }

  @Test
  void whileRedisIsAwayEachReplicaHoldsTheSameQuotaAndComesBackByItself() throws Exception {
    Buckets buckets = replica("muster.limits.login", "3/1h");
    buckets.spend(Limit.LOGIN, key);
    TestRedis.server().stop();

    // The bucket of this replica was charged for what Redis gave out before.
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    Decision refused = buckets.spend(Limit.LOGIN, key);
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.next()).isBetween(Duration.ofMinutes(19), Duration.ofMinutes(20));
    assertThat(metrics.counter("muster.limits.local").count()).isEqualTo(3);
    assertThat(metrics.get("muster.limits.shared").gauge().value()).isZero();

    TestRedis.server().start();
    ahead.addAndGet(Duration.ofSeconds(2).toNanos());
    await()
        .atMost(Duration.ofSeconds(10))
        .until(
            () -> {
              ahead.addAndGet(Duration.ofSeconds(2).toNanos());
              return buckets.spend(Limit.LOGIN, key).allowed();
            });
    assertThat(metrics.get("muster.limits.shared").gauge().value()).isEqualTo(1);
  }

  @Test
  void aRedisThatHangsIsWaitedForOnceAndNotByEverybody() throws Exception {
    Buckets buckets = replica("muster.limits.login", "100000/1h");
    buckets.spend(Limit.SETUP, key);
    TestRedis.server().pause();
    try {
      long began = System.nanoTime();
      for (int i = 0; i < 1_000; i++) {
        buckets.spend(Limit.LOGIN, key + i);
      }
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(2));
    } finally {
      TestRedis.server().resume();
    }
  }

  @Test
  void whatIsRememberedIsBounded() {
    Buckets buckets = replica("muster.limits.remembered", "100", "muster.limits.login", "1/1h");
    for (int i = 0; i < 1_000; i++) {
      buckets.spendHere(Limit.LOGIN, key + i);
    }
    assertThat(buckets.spendHere(Limit.LOGIN, key + 999).allowed()).isFalse();
    assertThat(buckets.spendHere(Limit.LOGIN, key + 0).allowed()).isTrue();
  }

  @Test
  void aForeignValueUnderTheKeyDoesNotOpenOrCloseTheBucket() {
    Buckets buckets = replica("muster.limits.login", "1/1h");
    RedisClients.command(Command.SET, RedisNames.limit("login", key), "garbage");
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isTrue();
    assertThat(buckets.spend(Limit.LOGIN, key).allowed()).isFalse();
    RedisClients.command(Command.SET, RedisNames.limit("login", key + "z"), "9".repeat(20));
    Decision refused = buckets.spend(Limit.LOGIN, key + "z");
    assertThat(refused.allowed()).isFalse();
    assertThat(refused.next()).isLessThanOrEqualTo(Duration.ofHours(1));
  }

  private long scriptCalls() {
    return RedisClients.command(Command.INFO, "commandstats")
        .toString()
        .lines()
        .filter(line -> line.startsWith("cmdstat_eval"))
        .mapToLong(line -> Long.parseLong(line.replaceAll("[^=]*=(\\d+),.*", "$1")))
        .sum();
  }

  private Buckets replica(String... settings) {
    Map<String, String> values = new HashMap<>();
    for (int i = 0; i < settings.length; i += 2) {
      values.put(settings[i], settings[i + 1]);
    }
    Buckets buckets =
        new Buckets(
            RedisClients.client(),
            RedisClients.config(LimitsConfig.class, values),
            metrics,
            () -> System.nanoTime() + ahead.get());
    replicas.add(buckets);
    return buckets;
  }
}
