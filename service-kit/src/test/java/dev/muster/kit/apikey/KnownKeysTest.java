package dev.muster.kit.apikey;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.event.RevocationNotice;
import dev.muster.id.Ids;
import dev.muster.kit.redis.RedisClients;
import dev.muster.kit.scope.Scope;
import dev.muster.kit.secret.Secret;
import dev.muster.kit.token.Revocations;
import dev.muster.kit.token.Role;
import dev.muster.test.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class KnownKeysTest {
  private static final Instant NOW = Instant.ofEpochSecond(1_800_000_000);

  private final SettableClock clock = new SettableClock(NOW);
  private final Revocations revocations = new Revocations(clock);
  private final AtomicInteger questions = new AtomicInteger();
  private final Map<AppKey, ApiKey> there = new ConcurrentHashMap<>();
  private Runnable meanwhile = () -> {};
  private final KnownKeys keys = with(Map.of());

  private final class Desk implements ApiKeySource {
    @Override
    public Optional<ApiKey> find(AppKey key) {
      questions.incrementAndGet();
      Optional<ApiKey> answer = Optional.ofNullable(there.get(key));
      meanwhile.run();
      return answer;
    }

    @Override
    public void used(Set<UUID> ids) {}
  }

  @BeforeEach
  void start() {
    revocations.acceptAll(List.of());
    keys.start();
  }

  @Test
  void answersAreRememberedForTheirTime() {
    AppKey key = add(null);
    assertThat(keys.known(key)).isEmpty();
    keys.find(key);
    clock.advance(Duration.ofSeconds(59));
    assertThat(keys.known(key)).isPresent();
    assertThat(questions).hasValue(1);
    clock.advance(Duration.ofSeconds(1));
    assertThat(keys.known(key)).isEmpty();
  }

  @Test
  void thereBeingNoneIsRememberedToo() {
    AppKey key = new AppKey(Ids.next());
    refused(keys.find(key));
    refused(keys.find(key));
    assertThat(questions).hasValue(1);
    clock.advance(Duration.ofSeconds(10));
    keys.find(key);
    assertThat(questions).hasValue(2);
  }

  @Test
  void keyExpiresWhileItIsRemembered() {
    AppKey key = add(NOW.plusSeconds(30));
    assertThat(keys.find(key).key(clock).id()).isEqualTo(key.id());
    clock.advance(Duration.ofSeconds(30));
    assertThat(questions).hasValue(1);
    refused(keys.find(key));
  }

  @Test
  void answerThatWasOvertakenByARevocationIsAskedForAgain() {
    AppKey key = add(null);
    meanwhile =
        () -> {
          if (there.remove(key) != null) {
            revoke(key);
          }
        };
    refused(keys.find(key));
    assertThat(questions).hasValue(2);
  }

  @Test
  void answerDuringManyRevocationsIsUsedButNotRemembered() {
    AppKey key = add(null);
    AppKey other = new AppKey(Ids.next());
    AtomicInteger at = new AtomicInteger();
    meanwhile =
        () ->
            revocations.accept(
                new RevocationNotice(
                    RevocationNotice.Kind.API_KEY,
                    other.id().toString(),
                    NOW.getEpochSecond() + at.incrementAndGet(),
                    NOW.getEpochSecond() + 60));
    assertThat(keys.find(key).key(clock).id()).isEqualTo(key.id());
    assertThat(keys.known(key)).isEmpty();
    assertThat(questions).hasValue(3);
  }

  @Test
  void beforeRevocationsAreKnownNothingIsRemembered() {
    KnownKeys early = new KnownKeys(new Desk(), config(Map.of()), new Revocations(clock), clock);
    assertThatThrownBy(() -> early.find(add(null)))
        .isInstanceOfSatisfying(
            ContractException.class, e -> assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE));
  }

  @Test
  void questionsAreBounded() throws Exception {
    KnownKeys narrow = with(Map.of("muster.api-key.lookups", "1"));
    CountDownLatch asked = new CountDownLatch(1);
    CountDownLatch answered = new CountDownLatch(1);
    meanwhile =
        () -> {
          asked.countDown();
          try {
            answered.await();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          }
        };
    AppKey first = add(null);
    AppKey second = add(null);
    try (ExecutorService apart = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = apart.submit(() -> narrow.find(first));
      asked.await();
      assertThatThrownBy(() -> narrow.find(second))
          .isInstanceOfSatisfying(
              ContractException.class,
              e -> {
                assertThat(e.code()).isEqualTo(ErrorCode.UNAVAILABLE);
                assertThat(e.retryAfter()).isPresent();
              });
      answered.countDown();
      assertThat(waiting.get().key(clock).id()).isEqualTo(first.id());
    }
  }

  @Test
  void secretsAreNeverShown() {
    AppKey key = add(null);
    String secret = there.get(key).secret().reveal();
    assertThat(there.get(key) + " " + keys.find(key).caller()).doesNotContain(secret);
    assertThat(new Presented.Pair(key, secret).toString()).doesNotContain(secret);
  }

  private AppKey add(Instant expiresAt) {
    AppKey key = new AppKey(Ids.next());
    there.put(
        key,
        new ApiKey(
            key.id(),
            Ids.next(),
            Set.of(Role.USER),
            Set.of(Scope.TASKS_READ),
            expiresAt,
            null,
            Secret.of("mks_of_this_test")));
    return key;
  }

  private void revoke(AppKey key) {
    long later = NOW.getEpochSecond() + 60;
    revocations.accept(
        new RevocationNotice(RevocationNotice.Kind.API_KEY, key.id().toString(), later, later));
  }

  private void refused(KnownKey answer) {
    assertThatThrownBy(() -> answer.key(clock))
        .isInstanceOfSatisfying(
            ContractException.class,
            e -> assertThat(e.code()).isEqualTo(ErrorCode.NOT_AUTHENTICATED));
  }

  private KnownKeys with(Map<String, String> settings) {
    return new KnownKeys(new Desk(), config(settings), revocations, clock);
  }

  private static ApiKeyConfig config(Map<String, String> settings) {
    return RedisClients.config(ApiKeyConfig.class, settings);
  }
}
