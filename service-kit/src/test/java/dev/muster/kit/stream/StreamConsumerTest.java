package dev.muster.kit.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.kit.redis.RedisClients;
import dev.muster.test.TestRedis;
import io.vertx.redis.client.Command;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StreamConsumerTest {
  @Test
  void handlesEntriesInOrderAndAcknowledgesThem() {
    StreamRig rig = new StreamRig();
    String[] values = IntStream.range(0, 100).mapToObj(Integer::toString).toArray(String[]::new);
    rig.write(values);
    try (StreamConsumer consumer = rig.consumer()) {
      await().until(() -> rig.handled.size() >= 100);
      assertThat(rig.handled()).containsExactly(values);
      await().until(() -> rig.pending() == 0);
      await().until(() -> consumer.lastContact().isAfter(Instant.EPOCH));
    }
  }

  @Test
  void takesOverWhatADeadConsumerWasGivenAndForgetsIt() {
    StreamRig rig = new StreamRig(Map.of("muster.stream.forget-after", "500ms"));
    rig.write("a", "b", "c");
    rig.giveToDeadConsumer();
    try (StreamConsumer consumer = rig.consumer()) {
      await().until(() -> rig.handled().equals(List.of("a", "b", "c")));
      await().until(() -> rig.pending() == 0);
      await().until(() -> !rig.consumers().contains("dead"));
      assertThat(rig.consumers()).hasSize(1);
      assertThat(consumer.lastContact()).isAfter(Instant.EPOCH);
    }
  }

  @Test
  void leavesEntriesOfALiveConsumerAlone() throws Exception {
    StreamRig rig = new StreamRig();
    AtomicInteger calls = new AtomicInteger();
    CountDownLatch better = new CountDownLatch(1);
    StreamHandler waiting =
        entries -> {
          calls.incrementAndGet();
          if (better.getCount() > 0) {
            throw new TransientFailure("not now", null);
          }
          rig.note(entries);
        };
    rig.write("a");
    try (StreamConsumer first = rig.consumer(waiting)) {
      await().until(() -> calls.get() > 2);
      try (StreamConsumer second =
          rig.consumer(entries -> rig.handled.add("stolen by the second"))) {
        Instant start = Instant.now();
        await().until(() -> second.lastContact().isAfter(start.plusMillis(900)));
        better.countDown();
        await().until(() -> rig.handled().equals(List.of("a")));
      }
      assertThat(first.lastContact()).isNotNull();
    }
  }

  @Test
  void makesItsGroupAnewAfterAFlush() {
    StreamRig rig = new StreamRig();
    try (StreamConsumer consumer = rig.consumer()) {
      rig.write("before");
      await().until(() -> rig.handled().equals(List.of("before")));
      TestRedis.server().flush();
      rig.write("after");
      await().until(() -> rig.handled().equals(List.of("before", "after")));
      Instant then = consumer.lastContact();
      await().until(() -> consumer.lastContact().isAfter(then));
    }
  }

  @Test
  void goesOnAfterARestartOfRedis() throws Exception {
    StreamRig rig = new StreamRig();
    try (StreamConsumer consumer = rig.consumer()) {
      rig.write("before");
      await().until(() -> rig.handled().equals(List.of("before")));
      TestRedis.server().restart();
      rig.write("after");
      await().until(() -> rig.handled().equals(List.of("before", "after")));
      assertThat(consumer.lastContact()).isAfter(Instant.EPOCH);
    }
  }

  @Test
  void goesOnAfterRedisFellSilent() throws Exception {
    StreamRig rig = new StreamRig(Map.of("muster.stream.timeout", "200ms"));
    try (StreamConsumer consumer = rig.consumer()) {
      rig.write("before");
      await().until(() -> rig.handled().equals(List.of("before")));
      TestRedis.server().pause();
      try {
        Instant longEnough = Instant.now().plusMillis(600);
        await().until(() -> Instant.now().isAfter(longEnough));
        assertThat(consumer.lastContact()).isBefore(longEnough.minusMillis(300));
      } finally {
        TestRedis.server().resume();
      }
      rig.write("after");
      await().until(() -> rig.handled().equals(List.of("before", "after")));
    }
  }

  @Test
  void poisonIsIsolatedAndKeptWithItsReason() {
    StreamRig rig = new StreamRig();
    IntStream.range(0, 20).forEach(i -> rig.write("good" + i));
    rig.write("bad");
    IntStream.range(20, 40).forEach(i -> rig.write("good" + i));
    StreamHandler handler =
        entries -> {
          if (entries.stream().anyMatch(entry -> entry.fields().get("n").equals("bad"))) {
            throw new IllegalArgumentException("cannot read this");
          }
          rig.note(entries);
        };
    try (StreamConsumer consumer = rig.consumer(handler)) {
      await().until(() -> rig.handled.size() >= 40);
      assertThat(rig.handled())
          .containsExactlyElementsOf(IntStream.range(0, 40).mapToObj(i -> "good" + i).toList());
      await().until(() -> rig.pending() == 0);
      assertThat(rig.deadLetters())
          .singleElement()
          .satisfies(
              letter -> {
                assertThat(letter).containsEntry("entry", "{\"n\":\"bad\"}");
                assertThat(letter.get("reason")).contains("cannot read this");
                assertThat(letter).containsEntry("group", StreamRig.GROUP);
              });
      assertThat(rig.registry.get("muster.stream.consumer.poison").counter().count()).isEqualTo(1);
      assertThat(consumer.lastContact()).isNotNull();
    }
  }

  @Test
  void transientFailuresAreWaitedOutHoweverMany() {
    StreamRig rig = new StreamRig(Map.of("muster.stream.tries", "3"));
    AtomicInteger calls = new AtomicInteger();
    rig.write("a", "b");
    StreamHandler handler =
        entries -> {
          if (calls.incrementAndGet() <= 12) {
            throw new TransientFailure("the database is away", null);
          }
          rig.note(entries);
        };
    try (StreamConsumer consumer = rig.consumer(handler)) {
      await().until(() -> rig.handled().equals(List.of("a", "b")));
      assertThat(rig.deadLetters()).isEmpty();
      assertThat(consumer.lastContact()).isNotNull();
    }
  }

  @Test
  void whatWasHandledWhenTheConnectionBrokeIsNotHandledAgain() throws Exception {
    StreamRig rig = new StreamRig();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StreamHandler handler =
        entries -> {
          inHand.countDown();
          goOn.await();
          rig.note(entries);
        };
    rig.write("a");
    try (StreamConsumer consumer = rig.consumer(handler)) {
      assertThat(inHand.await(10, SECONDS)).isTrue();
      StreamRig.killConnections("normal");
      goOn.countDown();
      rig.write("b");
      await().until(() -> rig.handled.size() >= 2 && rig.pending() == 0);
      assertThat(rig.handled()).containsExactly("a", "b");
      assertThat(consumer.lastContact()).isNotNull();
    }
  }

  @Test
  void closeFinishesTheBatchInHandAndLeavesTheGroup() throws Exception {
    StreamRig rig = new StreamRig();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    StreamHandler handler =
        entries -> {
          inHand.countDown();
          goOn.await();
          rig.note(entries);
        };
    rig.write("a");
    StreamConsumer consumer = rig.consumer(handler);
    assertThat(inHand.await(10, SECONDS)).isTrue();
    Thread closing = Thread.ofVirtual().start(consumer::close);
    goOn.countDown();
    closing.join();
    assertThat(rig.handled()).containsExactly("a");
    assertThat(rig.pending()).isZero();
    assertThat(rig.consumers()).isEmpty();
  }

  @Test
  void entriesThatCouldNotBeHandledAtCloseGoToTheNextConsumerAtOnce() throws Exception {
    StreamRig rig = new StreamRig(Map.of("muster.stream.claim-after", "1h"));
    CountDownLatch tried = new CountDownLatch(1);
    rig.write("a");
    StreamConsumer first =
        rig.consumer(
            entries -> {
              tried.countDown();
              throw new TransientFailure("not now", null);
            });
    assertThat(tried.await(10, SECONDS)).isTrue();
    first.close();
    try (StreamConsumer second = rig.consumer()) {
      await().until(() -> rig.handled().equals(List.of("a")));
      assertThat(second.lastContact()).isNotNull();
    }
  }

  @Test
  void lastContactStandsStillWhileEntriesWait() throws Exception {
    StreamRig rig = new StreamRig();
    CountDownLatch inHand = new CountDownLatch(1);
    CountDownLatch goOn = new CountDownLatch(1);
    try (StreamConsumer consumer =
        rig.consumer(
            entries -> {
              inHand.countDown();
              goOn.await();
            })) {
      await().until(() -> consumer.lastContact().isAfter(Instant.EPOCH));
      rig.write("a");
      assertThat(inHand.await(10, SECONDS)).isTrue();
      Instant contact = consumer.lastContact();
      assertThat(contact).isBefore(Instant.now());
      goOn.countDown();
      await().until(() -> consumer.lastContact().isAfter(contact));
    }
  }

  @Test
  void entriesCutOffUnreadAreCountedAndDismissed() {
    StreamRig rig = new StreamRig();
    rig.write("a", "b");
    rig.giveToDeadConsumer();
    RedisClients.command(Command.XTRIM, rig.stream, "MAXLEN", "1");
    try (StreamConsumer consumer = rig.consumer()) {
      await().until(() -> rig.handled().equals(List.of("b")));
      await().until(() -> rig.pending() == 0);
      assertThat(consumer.lastContact()).isNotNull();
    }
  }
}
