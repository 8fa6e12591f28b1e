package dev.muster.kit.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.muster.kit.redis.RedisClients;
import dev.muster.test.TestRedis;
import io.vertx.redis.client.Command;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

class StreamTailTest {
  private final StreamRig rig = new StreamRig();

  @Test
  void readsFromTheBeginning() {
    rig.write("a", "b");
    try (StreamTail tail = start()) {
      await().until(() -> rig.handled().equals(List.of("a", "b")));
      rig.write("c");
      await().until(() -> rig.handled().equals(List.of("a", "b", "c")));
      await().until(() -> tail.lastContact().isAfter(Instant.EPOCH));
    }
  }

  @Test
  void readsTheLastEntriesOnlyWhereThatIsWanted() {
    rig.write("a", "b", "c");
    try (StreamTail tail = rig.streams.tail(rig.stream).last(1).handler(rig::note).start()) {
      await().until(() -> rig.handled().equals(List.of("c")));
      rig.write("d");
      await().until(() -> rig.handled().equals(List.of("c", "d")));
      assertThat(tail.lastContact()).isNotNull();
    }
  }

  @Test
  void readsOnlyWhatComesFromNowOnWhereThatIsWanted() {
    rig.write("a");
    try (StreamTail tail = rig.streams.tail(rig.stream).last(0).handler(rig::note).start()) {
      await().until(() -> tail.lastContact().isAfter(Instant.EPOCH));
      rig.write("b");
      await().until(() -> !rig.handled.isEmpty());
      assertThat(rig.handled()).containsExactly("b");
    }
  }

  @Test
  void tellsWhenItHasSeenWhatWasThere() {
    rig.write("a", "b");
    AtomicReference<List<String>> seen = new AtomicReference<>();
    try (StreamTail tail =
        rig.streams
            .tail(rig.stream)
            .handler(rig::note)
            .onCaughtUp(() -> seen.set(rig.handled()))
            .start()) {
      await().until(() -> seen.get() != null);
      assertThat(seen.get()).containsExactly("a", "b");
      assertThat(tail.lastContact()).isNotNull();
    }
  }

  @Test
  void tellsWhenEntriesWereCutWhileItCouldNotRead() {
    CountDownLatch goOn = new CountDownLatch(1);
    AtomicReference<List<String>> before = new AtomicReference<>();
    rig.write("a");
    try (StreamTail tail =
        rig.streams
            .tail(rig.stream)
            .handler(
                entries -> {
                  rig.note(entries);
                  goOn.await();
                })
            .onGap(() -> before.set(rig.handled()))
            .start()) {
      await().until(() -> rig.handled().equals(List.of("a")));
      rig.write("b", "c");
      RedisClients.command(Command.XTRIM, rig.stream, "MAXLEN", "1");
      StreamRig.killConnections("normal");
      goOn.countDown();
      await().until(() -> rig.handled().equals(List.of("a", "c")));
      assertThat(before.get()).containsExactly("a");
      assertThat(tail.lastContact()).isNotNull();
    }
  }

  @Test
  void goesOnWhereItWasAfterALostConnection() {
    try (StreamTail tail = start()) {
      rig.write("a");
      await().until(() -> rig.handled().equals(List.of("a")));
      StreamRig.killConnections("normal");
      rig.write("b");
      await().until(() -> rig.handled.size() >= 2);
      Instant then = Instant.now();
      await().until(() -> tail.lastContact().isAfter(then));
      assertThat(rig.handled()).containsExactly("a", "b");
    }
  }

  @Test
  void beginsAgainWhenTheIdsDo() {
    try (StreamTail tail = start()) {
      rig.write("a");
      await().until(() -> rig.handled().equals(List.of("a")));
      TestRedis.server().flush();
      // As if the server's clock had been set back.
      RedisClients.command(Command.XADD, rig.stream, "5-0", "n", "b");
      await().until(() -> rig.handled().equals(List.of("a", "b")));
      assertThat(tail.lastContact()).isNotNull();
    }
  }

  @Test
  void goesOnAfterARestartOfRedis() throws Exception {
    try (StreamTail tail = start()) {
      rig.write("a");
      await().until(() -> rig.handled().equals(List.of("a")));
      TestRedis.server().restart();
      rig.write("b");
      await().until(() -> rig.handled().equals(List.of("a", "b")));
      assertThat(tail.lastContact()).isNotNull();
    }
  }

  @Test
  void anExceptionOfTheHandlerLosesOnlyItsBatch() {
    try (StreamTail tail =
        rig.streams
            .tail(rig.stream)
            .batch(1)
            .handler(
                entries -> {
                  if (entries.getFirst().fields().get("n").equals("bad")) {
                    throw new IllegalStateException("a bug");
                  }
                  rig.note(entries);
                })
            .start()) {
      rig.write("bad", "good");
      await().until(() -> rig.handled().equals(List.of("good")));
      assertThat(tail.lastContact()).isNotNull();
    }
  }

  private StreamTail start() {
    return rig.streams.tail(rig.stream).handler(rig::note).start();
  }
}
