package dev.muster.tasks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.event.FeedEntry;
import dev.muster.event.RedisNames;
import dev.muster.kit.stream.StreamTail;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.redis.datasource.RedisDataSource;
import io.quarkus.redis.datasource.stream.StreamRange;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@TestProfile(FeedTest.Alone.class)
class FeedTest extends QueueCase {
  /** A service of its own: what other tests left in the queue must not be told here. */
  public static final class Alone implements QuarkusTestProfile {}

  @Inject RedisDataSource redis;
  @Inject MeterRegistry registry;

  private final List<FeedEntry> heard = new CopyOnWriteArrayList<>();
  private StreamTail tail;

  @BeforeEach
  void listen() throws InterruptedException {
    CountDownLatch listening = new CountDownLatch(1);
    tail =
        streams
            .tail(RedisNames.TASK_EVENTS)
            .last(0)
            .onCaughtUp(listening::countDown)
            .handler(
                entries ->
                    entries.forEach(each -> heard.add(FeedEntry.of(each.id(), each.fields()))))
            .start();
    assertThat(listening.await(10, TimeUnit.SECONDS)).isTrue();
  }

  @AfterEach
  void stopListening() {
    tail.close();
  }

  @Test
  void offsetsRiseByOneAndTheEpochStaysWhileNothingIsMissing() {
    FeedEntry first = published(submit(Map.of()));
    UUID taskId = submit(Map.of());
    api().post("/api/v1/tasks/" + taskId + "/cancel").then().statusCode(200);
    await().until(() -> of(taskId).size() == 2);
    assertThat(of(taskId)).extracting(entry -> entry.event().offset()).containsExactly(1L, 2L);
    assertThat(of(taskId)).extracting(FeedEntry::epoch).containsOnly(first.epoch());
    List<Long> offsets = heard.stream().map(FeedEntry::offset).toList();
    assertThat(offsets.getLast() - offsets.getFirst()).isEqualTo(offsets.size() - 1);
    assertThat(first.offset()).isLessThan(1L << 53);
    assertThat(first.event().ownerId()).isEqualTo(user);
    assertThat(first.event().payload().path("task_id").asText())
        .isEqualTo(first.event().taskId().toString());
  }

  @Test
  void afterALossOfRedisOffsetsRiseFurtherUnderAnotherEpoch() {
    FeedEntry before = published(submit(Map.of()));
    redis.flushall();
    FeedEntry after = published(submit(Map.of()));
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(after.offset()).isGreaterThan(before.offset());
  }

  @Test
  void afterAFailureToPublishAnotherEpochBegins() {
    FeedEntry before = published(submit(Map.of()));
    String kept = "kept-" + capability;
    redis.key().rename(RedisNames.TASK_EVENTS_HEAD, kept);
    redis.value(String.class).set(RedisNames.TASK_EVENTS_HEAD, "no hash");
    UUID missing = submit(Map.of());
    await().until(() -> lost() > 0);
    redis.key().del(RedisNames.TASK_EVENTS_HEAD);
    redis.key().rename(kept, RedisNames.TASK_EVENTS_HEAD);

    FeedEntry after = published(submit(Map.of()));

    assertThat(of(missing)).isEmpty();
    assertThat(after.epoch()).isNotEqualTo(before.epoch());
    assertThat(after.offset()).isEqualTo(before.offset() + 1);
    task(missing);
  }

  @Test
  void afterARedisThatCameBackWithLessAnotherEpochBegins() {
    FeedEntry before = published(submit(Map.of()));
    Map<String, String> head = redis.hash(String.class).hgetall(RedisNames.TASK_EVENTS_HEAD);
    FeedEntry forgotten = published(submit(Map.of()));
    var unusedDel = redis.execute("XDEL", RedisNames.TASK_EVENTS, forgotten.offset() + "-0");
    var unusedSet = redis.execute("XSETID", RedisNames.TASK_EVENTS, before.offset() + "-0");
    var unusedHead = redis.hash(String.class).hset(RedisNames.TASK_EVENTS_HEAD, head);
    killPublishers();

    UUID next = submit(Map.of());

    await().until(() -> newest().path("task_id").asText().equals(next.toString()));
    assertThat(redis.hash(String.class).hgetall(RedisNames.TASK_EVENTS_HEAD))
        .doesNotContainEntry("epoch", forgotten.epoch())
        .containsEntry("offset", Long.toString(forgotten.offset()));
  }

  private JsonNode newest() {
    return redis.stream(String.class)
        .xrevrange(RedisNames.TASK_EVENTS, StreamRange.of("+", "-"), 1)
        .stream()
        .map(each -> FeedEntry.of(each.id(), each.payload()).event().payload())
        .findFirst()
        .orElseThrow();
  }

  private void killPublishers() {
    for (String client : redis.execute("CLIENT", "LIST").toString().split("\n", -1)) {
      if (client.contains(" cmd=evalsha ")) {
        var unused =
            redis.execute("CLIENT", "KILL", "ID", client.substring(3, client.indexOf(' ')));
      }
    }
  }

  private double lost() {
    return registry.get("muster.feed.lost").counter().count();
  }

  private FeedEntry published(UUID taskId) {
    await().until(() -> !of(taskId).isEmpty());
    return of(taskId).getFirst();
  }

  private List<FeedEntry> of(UUID taskId) {
    return heard.stream().filter(entry -> entry.event().taskId().equals(taskId)).toList();
  }
}
