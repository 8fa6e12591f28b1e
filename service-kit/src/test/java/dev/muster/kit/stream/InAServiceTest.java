package dev.muster.kit.stream;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.muster.kit.channel.ChannelPublisher;
import dev.muster.kit.channel.ChannelSubscription;
import dev.muster.kit.channel.Channels;
import dev.muster.kit.db.DatabaseGate;
import dev.muster.kit.db.Transactions;
import dev.muster.test.PostgresAndRedis;
import dev.muster.test.auth.WithAuthServer;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.enterprise.inject.UnsatisfiedResolutionException;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;

/** A service gets all of it by injection, also one that has no database. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(WithAuthServer.class)
class InAServiceTest {
  @Inject StreamPublisher publisher;
  @Inject Streams streams;
  @Inject ChannelPublisher channelPublisher;
  @Inject Channels channels;
  @Inject DatabaseGate gate;
  @Inject Transactions transactions;

  private final String name = "service." + UUID.randomUUID();
  private final ConcurrentLinkedQueue<String> seen = new ConcurrentLinkedQueue<>();

  @Test
  void manyReadersHaveAConnectionEach() throws Exception {
    List<AutoCloseable> readers = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      readers.add(
          streams
              .consumer(name, "group" + i)
              .handler(entries -> entries.forEach(entry -> seen.add(entry.fields().get("n"))))
              .start());
    }
    publisher.add(name, Map.of("n", "a")).toCompletableFuture().get(10, SECONDS);
    await().until(() -> seen.size() == 20);
    for (AutoCloseable reader : readers) {
      reader.close();
    }
  }

  @Test
  void messagesReachSubscribers() {
    try (ChannelSubscription subscription =
        channels
            .subscription("test")
            .channels(name)
            .handler((channel, message) -> seen.add(message))
            .start()) {
      await().until(subscription::isSubscribed);
      channelPublisher.publish(name, "hello");
      await().until(() -> seen.contains("hello"));
    }
  }

  @Test
  void aMissingDatabaseIsOnlyNoticedWhenItIsUsed() {
    assertThat(gate.call(() -> "no database needed")).isEqualTo("no database needed");
    assertThatThrownBy(() -> transactions.inTransaction(connection -> true))
        .isInstanceOf(UnsatisfiedResolutionException.class);
  }
}
