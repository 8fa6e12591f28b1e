package dev.muster.kit.channel;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.kit.redis.RedisClients;
import dev.muster.test.TestRedis;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.redis.client.Command;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChannelSubscriptionTest {
  private static final AtomicInteger COUNT = new AtomicInteger();

  private final String channel = "channel" + COUNT.incrementAndGet();
  private final ConcurrentLinkedQueue<String> received = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<String> added = new ConcurrentLinkedQueue<>();
  private final AtomicInteger subscriptions = new AtomicInteger();

  @Test
  void receivesChannelsAndPatternsInOrder() throws Exception {
    try (ChannelSubscription subscription =
        subscription(Map.of()).channels(channel).patterns(channel + ".*").start()) {
      await().until(subscription::isSubscribed);
      List<ChannelMessage> messages =
          IntStream.range(0, 500)
              .mapToObj(i -> new ChannelMessage(i % 2 == 0 ? channel : channel + ".x", "m" + i))
              .toList();
      publisher().publishAll(messages).toCompletableFuture().get(10, SECONDS);
      await().until(() -> received.size() == 500);
      assertThat(received)
          .containsExactlyElementsOf(
              messages.stream().map(one -> one.channel() + " " + one.message()).toList());
      assertThat(subscriptions).hasValue(1);
    }
  }

  @Test
  void losesNothingWhenPingsAndMessagesCross() throws Exception {
    try (ChannelSubscription subscription =
        subscription(Map.of("muster.channel.ping", "1ms", "muster.channel.timeout", "300ms"))
            .channels(channel)
            .start()) {
      await().until(subscription::isSubscribed);
      ChannelPublisher publisher = publisher();
      for (int batch = 0; batch < 50; batch++) {
        List<ChannelMessage> messages =
            IntStream.range(0, 100).mapToObj(i -> new ChannelMessage(channel, "m" + i)).toList();
        publisher.publishAll(messages).toCompletableFuture().get(10, SECONDS);
      }
      await().until(() -> received.size() == 5_000);
      await().during(Duration.ofMillis(600)).until(() -> subscriptions.get() == 1);
    }
  }

  @Test
  void subscribesAgainWhenItsConnectionIsKilled() {
    try (ChannelSubscription subscription = subscription(Map.of()).channels(channel).start()) {
      await().until(() -> subscriptions.get() == 1);
      RedisClients.command(Command.CLIENT, "KILL", "TYPE", "pubsub");
      await().until(() -> subscriptions.get() == 2 && subscription.isSubscribed());
      publish("again");
      await().until(() -> received.contains(channel + " again"));
    }
  }

  @Test
  void subscribesAgainAfterARestartOfRedisAndShowsThatItWasAway() throws Exception {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (ChannelSubscription subscription =
        subscription(Map.of(), registry).channels(channel).start()) {
      await().until(() -> subscriptions.get() == 1);
      assertThat(registry.get("muster.channel.subscribed").gauge().value()).isEqualTo(1);
      TestRedis.server().stop();
      await().until(() -> !subscription.isSubscribed());
      assertThat(registry.get("muster.channel.subscribed").gauge().value()).isEqualTo(0);
      TestRedis.server().start();
      await().until(() -> subscriptions.get() == 2 && subscription.isSubscribed());
      publish("again");
      await().until(() -> received.contains(channel + " again"));
    }
    assertThat(registry.find("muster.channel.subscribed").gauge()).isNull();
  }

  @Test
  void listensToChannelsThatAreAddedUntilTheyAreRemoved() {
    try (ChannelSubscription subscription = subscription(Map.of()).onAdded(added::add).start()) {
      await().until(() -> subscriptions.get() == 1);
      subscription.add(channel);
      await().until(() -> added.contains(channel));
      publish("one");
      await().until(() -> received.contains(channel + " one"));

      RedisClients.command(Command.CLIENT, "KILL", "TYPE", "pubsub");
      await().until(() -> subscriptions.get() == 2 && subscription.isSubscribed());
      publish("two");
      await().until(() -> received.contains(channel + " two"));

      subscription.remove(channel);
      subscription.add(channel + ".other");
      await().until(() -> added.contains(channel + ".other"));
      publish("three");
      RedisClients.command(Command.PUBLISH, channel + ".other", "four");
      await().until(() -> received.contains(channel + ".other four"));
      assertThat(received).doesNotContain(channel + " three");
    }
  }

  @Test
  void noticesARedisThatFellSilent() throws Exception {
    try (ChannelSubscription subscription =
        subscription(Map.of("muster.channel.ping", "100ms", "muster.channel.timeout", "300ms"))
            .channels(channel)
            .start()) {
      await().until(subscription::isSubscribed);
      int before = subscriptions.get();
      TestRedis.server().pause();
      try {
        await().until(() -> !subscription.isSubscribed());
      } finally {
        TestRedis.server().resume();
      }
      await().until(() -> subscriptions.get() > before && subscription.isSubscribed());
    }
  }

  @Test
  void aSlowHandlerLosesMessagesButIsToldToCatchUp() throws Exception {
    CountDownLatch goOn = new CountDownLatch(1);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    try (ChannelSubscription subscription =
        channels(Map.of("muster.channel.received", "5"), registry)
            .subscription("slow")
            .channels(channel)
            .handler(
                (from, message) -> {
                  goOn.await();
                  received.add(message);
                })
            .onSubscribed(subscriptions::incrementAndGet)
            .start()) {
      await().until(() -> subscriptions.get() == 1 && subscription.isSubscribed());
      for (int i = 0; i < 50; i++) {
        publish("m" + i);
      }
      await().until(() -> registry.get("muster.channel.dropped").counter().count() >= 44);
      goOn.countDown();
      await().until(() -> subscriptions.get() == 2);
      assertThat(received).startsWith("m0", "m1", "m2").hasSizeBetween(5, 6);
    }
  }

  @Test
  void anExceptionOfTheHandlerDoesNotEndTheSubscription() {
    try (ChannelSubscription subscription =
        channels(Map.of(), new SimpleMeterRegistry())
            .subscription("failing")
            .channels(channel)
            .handler(
                (from, message) -> {
                  if (message.equals("bad")) {
                    throw new IllegalArgumentException("cannot read this");
                  }
                  received.add(message);
                })
            .start()) {
      await().until(subscription::isSubscribed);
      publish("bad");
      publish("good");
      await().until(() -> received.contains("good"));
    }
  }

  private void publish(String message) {
    RedisClients.command(Command.PUBLISH, channel, message);
  }

  private ChannelPublisher publisher() {
    return new ChannelPublisher(
        RedisClients.client(),
        RedisClients.config(ChannelConfig.class, Map.of()),
        new SimpleMeterRegistry());
  }

  private ChannelSubscription.Builder subscription(Map<String, String> settings) {
    return subscription(settings, new SimpleMeterRegistry());
  }

  private ChannelSubscription.Builder subscription(
      Map<String, String> settings, SimpleMeterRegistry registry) {
    return channels(settings, registry)
        .subscription("test")
        .handler((from, message) -> received.add(from + " " + message))
        .onSubscribed(subscriptions::incrementAndGet);
  }

  private static Channels channels(Map<String, String> settings, SimpleMeterRegistry registry) {
    return new Channels(
        RedisClients.client(), RedisClients.config(ChannelConfig.class, settings), registry);
  }
}
