package dev.muster.kit.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.error.ContractException;
import dev.muster.error.ErrorCode;
import dev.muster.kit.redis.RedisClients;
import dev.muster.test.TestRedis;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamPublisherTest {
  @Test
  void keepsTheOrderAndSharesRoundTrips() throws Exception {
    StreamRig rig = new StreamRig();
    StreamPublisher publisher = rig.publisher();
    List<CompletableFuture<Void>> added =
        IntStream.range(0, 3_000)
            .mapToObj(i -> publisher.add(rig.stream, Map.of("n", "" + i)).toCompletableFuture())
            .toList();
    CompletableFuture.allOf(added.toArray(CompletableFuture[]::new)).get(10, SECONDS);
    List<String> values =
        Entries.of(RedisClients.command(Command.XRANGE, rig.stream, "-", "+")).entries().stream()
            .map(entry -> entry.fields().get("n"))
            .toList();
    assertThat(values)
        .containsExactlyElementsOf(IntStream.range(0, 3_000).mapToObj(i -> "" + i).toList());
    assertThat(rig.registry.get("muster.stream.publisher.batch").summary().count())
        .isLessThan(1_000);
  }

  @Test
  void isIdleOnlyWhenRedisHasEverything() {
    StreamRig rig = new StreamRig();
    StreamPublisher publisher = rig.publisher();
    assertThat(publisher.isIdle()).isTrue();
    for (int i = 0; i < 3_000; i++) {
      var unused = publisher.add(rig.stream, Map.of("n", "" + i));
    }
    assertThat(publisher.isIdle()).isFalse();
    await().until(publisher::isIdle);
    assertThat(RedisClients.command(Command.XLEN, rig.stream).toLong()).isEqualTo(3_000);
  }

  @Test
  void cutsTheStreamToAboutItsBound() throws Exception {
    StreamRig rig = new StreamRig(Map.of("muster.stream.max-length", "200"));
    StreamPublisher publisher = rig.publisher();
    CompletableFuture<?>[] added =
        IntStream.range(0, 1_000)
            .mapToObj(i -> publisher.add(rig.stream, Map.of("n", "" + i)).toCompletableFuture())
            .toArray(CompletableFuture[]::new);
    CompletableFuture.allOf(added).get(10, SECONDS);
    assertThat(RedisClients.command(Command.XLEN, rig.stream).toLong()).isBetween(200L, 400L);
  }

  @Test
  void letsAStreamExpireWhenNothingIsAdded() throws Exception {
    StreamRig rig = new StreamRig();
    rig.publisher()
        .add(rig.stream, Map.of("n", "a"), Duration.ofMinutes(1))
        .toCompletableFuture()
        .get(10, SECONDS);
    assertThat(RedisClients.command(Command.PTTL, rig.stream).toLong()).isBetween(50_000L, 60_000L);
  }

  @Test
  void isBoundedWhileRedisDoesNotAnswerAndWorksAgainAfterwards() throws Exception {
    StreamRig rig =
        new StreamRig(
            Map.of("muster.stream.queue-entries", "10", "muster.stream.timeout", "500ms"));
    StreamPublisher publisher = rig.publisher();
    publisher.add(rig.stream, Map.of("n", "first")).toCompletableFuture().get(10, SECONDS);
    TestRedis.server().pause();
    try {
      List<CompletableFuture<Void>> added =
          IntStream.range(0, 30)
              .mapToObj(i -> publisher.add(rig.stream, Map.of("n", "" + i)).toCompletableFuture())
              .toList();
      // One batch is under way, ten wait, the rest was refused on the spot.
      assertThat(added.stream().filter(CompletableFuture::isDone).count()).isGreaterThan(15);
      assertUnavailable(added.getLast());
      assertUnavailable(added.getFirst());
    } finally {
      TestRedis.server().resume();
    }
    await().until(() -> succeeds(publisher.add(rig.stream, Map.of("n", "last"))));
  }

  @Test
  void failsWhileRedisIsDownAndConnectsAgain() throws Exception {
    StreamRig rig = new StreamRig();
    StreamPublisher publisher = rig.publisher();
    publisher.add(rig.stream, Map.of("n", "a")).toCompletableFuture().get(10, SECONDS);
    TestRedis.server().stop();
    try {
      assertUnavailable(publisher.add(rig.stream, Map.of("n", "b")).toCompletableFuture());
    } finally {
      TestRedis.server().start();
    }
    await().until(() -> succeeds(publisher.add(rig.stream, Map.of("n", "c"))));
  }

  @Test
  void refusesMoreBytesThanMayWait() {
    StreamRig rig = new StreamRig(Map.of("muster.stream.queue-bytes", "1000"));
    assertUnavailable(
        rig.publisher().add(rig.stream, Map.of("n", "x".repeat(2_000))).toCompletableFuture());
  }

  private static boolean succeeds(CompletionStage<Void> added) throws Exception {
    try {
      added.toCompletableFuture().get(5, SECONDS);
      return true;
    } catch (ExecutionException e) {
      return false;
    }
  }

  private static void assertUnavailable(CompletableFuture<Void> added) {
    assertThatThrownBy(() -> added.get(10, SECONDS))
        .hasCauseInstanceOf(ContractException.class)
        .satisfies(
            e ->
                assertThat(((ContractException) e.getCause()).code())
                    .isEqualTo(ErrorCode.UNAVAILABLE));
  }
}
