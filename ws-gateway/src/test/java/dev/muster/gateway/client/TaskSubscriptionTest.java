package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.peers.FeedScript;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.FrameCodec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class TaskSubscriptionTest {
  private final UUID user = Ids.next();
  private final UUID task = Ids.next();
  private final String token = Tokens.of(user.toString(), Ids.next().toString(), "user");

  @TestHTTPResource URI base;
  @Inject FeedScript feed;

  @BeforeEach
  void theTaskExists() {
    ClientDriver.awaitWelcome(base, token);
    StandIns.EVENTS.put(task, new CopyOnWriteArrayList<>());
  }

  @AfterEach
  void everybodyIsBack() {
    StandIns.AWAY.clear();
    StandIns.EVENTS.clear();
  }

  @Test
  void aLateSubscriberBeginsAtTheBeginningAndGoesOnLive() {
    store(1, 7);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      JsonNode answer = subscribe(client, ",\"offset\":0");
      assertThat(answer.path("epoch").asText()).isEqualTo(StandIns.EPOCH);
      assertThat(answer.path("offset").asLong()).isZero();
      assertThat(answer.path("recovered").asBoolean()).isTrue();
      assertThat(offsets(client, 7)).containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L);

      happens(8);
      happens(9);
      JsonNode live = client.hear("task/progress");
      assertThat(live.path("offset").asLong()).isEqualTo(8);
      assertThat(live.path("epoch").asText()).isEqualTo(StandIns.EPOCH);
      assertThat(offsets(client, 1)).containsExactly(9L);
    }
  }

  @Test
  void aStreamIsContinuedAfterItsLastOffset() {
    store(1, 5);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      JsonNode answer = subscribe(client, ",\"offset\":4,\"epoch\":\"" + StandIns.EPOCH + "\"");
      assertThat(answer.path("offset").asLong()).isEqualTo(4);
      assertThat(answer.path("recovered").asBoolean()).isTrue();
      assertThat(offsets(client, 1)).containsExactly(5L);
    }
  }

  @Test
  void withAnotherEpochOrAnOffsetThatNeverWasItBeginsAnewAndSaysSo() {
    store(1, 2);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      JsonNode other = subscribe(client, ",\"offset\":2,\"epoch\":\"another\"");
      assertThat(other.path("offset").asLong()).isZero();
      assertThat(other.path("recovered").asBoolean(true)).isFalse();
      assertThat(offsets(client, 2)).containsExactly(1L, 2L);

      JsonNode beyond = subscribe(client, ",\"offset\":9");
      assertThat(beyond.path("recovered").asBoolean(true)).isFalse();
      assertThat(offsets(client, 2)).containsExactly(1L, 2L);
    }
  }

  @Test
  void withoutAnOffsetOnlyWhatComesFromNowOnIsSent() {
    store(1, 5);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      assertThat(subscribe(client, "").path("offset").asLong()).isEqualTo(5);
      happens(6);
      assertThat(offsets(client, 1)).containsExactly(6L);
    }
  }

  @Test
  void aGapOrADifferentOrderInTheFeedIsNoneForTheClient() {
    store(1, 1);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      subscribe(client, ",\"offset\":1");
      store(2, 4);
      tell(4);
      tell(3);
      tell(4);
      happens(5);
      assertThat(offsets(client, 4)).containsExactly(2L, 3L, 4L, 5L);
    }
  }

  @Test
  void whatTheFeedLostAtItsEndIsReadWhenItsEpochChanges() {
    store(1, 1);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      subscribe(client, ",\"offset\":1");
      feed.percent(Ids.next(), 0);
      store(2, 3);
      feed.beginEpoch();
      feed.percent(Ids.next(), 0);
      assertThat(offsets(client, 2)).containsExactly(2L, 3L);
    }
  }

  @Test
  void whileTaskServiceIsAwayALiveSubscriptionWaitsForIt() {
    store(1, 1);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      subscribe(client, ",\"offset\":1");
      StandIns.AWAY.add("/events");
      store(2, 3);
      tell(3);
      client.say("h", "heartbeat", "{}");
      client.hearReplyTo("h");
      StandIns.AWAY.clear();
      assertThat(offsets(client, 2)).containsExactly(2L, 3L);
    }
  }

  @Test
  void anEventOfASubscribedTaskDoesNotComeInTheFeedToo() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      subscribe(client, ",\"offset\":0");
      happens(1);
      assertThat(client.hear("task/progress").path("epoch").asText()).isEqualTo(StandIns.EPOCH);
      feed.percent(user, 77);
      assertThat(client.hear("task/progress").path("payload").path("percent").asInt())
          .isEqualTo(77);

      client.say("u", "unsubscribe", "{\"task_id\":\"" + task + "\"}");
      JsonNode done = client.hearReplyTo("u");
      assertThat(done.path("type").asText()).isEqualTo("unsubscribed");
      assertThat(done.path("payload").path("task_id").asText()).isEqualTo(task.toString());
      happens(2);
      assertThat(client.hear("task/progress").path("epoch").asText()).isEqualTo(feed.epoch());
    }
  }

  @Test
  void anAdminSubscribesToAnybodysTaskWithItsOwnToken() {
    String admin = Tokens.of(Ids.next().toString(), Ids.next().toString(), "admin");
    store(1, 1);
    try (ClientDriver client = ClientDriver.withHeader(base, admin)) {
      subscribe(client, ",\"offset\":0");
      happens(2);
      assertThat(offsets(client, 2)).containsExactly(1L, 2L);
    }
  }

  @Test
  void anothersTaskIsNotFoundAndTaskServicesAbsenceIsSaid() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("n", "subscribe", "{\"task_id\":\"" + Ids.next() + "\"}");
      JsonNode refused = client.hearReplyTo("n");
      assertThat(refused.path("type").asText()).isEqualTo("error");
      assertThat(refused.path("payload").path("code").asInt()).isEqualTo(2001);

      StandIns.AWAY.add("/events");
      client.say("a", "subscribe", "{\"task_id\":\"" + task + "\"}");
      assertThat(client.hearReplyTo("a").path("payload").path("code").asInt()).isEqualTo(5003);
      StandIns.AWAY.clear();
      subscribe(client, "");
    }
  }

  @Test
  void subscriptionsAreCountedAndGivenBack() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      List<UUID> tasks = List.of(Ids.next(), Ids.next(), Ids.next(), Ids.next());
      for (UUID each : tasks) {
        StandIns.EVENTS.put(each, new CopyOnWriteArrayList<>());
        client.say("s" + each, "subscribe", "{\"task_id\":\"" + each + "\"}");
        assertThat(client.hearReplyTo("s" + each).path("type").asText()).isEqualTo("subscribed");
      }
      client.say("m", "subscribe", "{\"task_id\":\"" + task + "\"}");
      assertThat(client.hearReplyTo("m").path("payload").path("code").asInt()).isEqualTo(4291);

      client.say("u", "unsubscribe", "{\"task_id\":\"" + tasks.getFirst() + "\"}");
      client.hearReplyTo("u");
      subscribe(client, "");
    }
  }

  /** Events that are in the database; nobody told of them. */
  private void store(int first, int last) {
    for (int i = first; i <= last; i++) {
      StandIns.EVENTS
          .get(task)
          .add(
              FrameCodec.JSON
                  .createObjectNode()
                  .put("offset", i)
                  .put("type", "task/progress")
                  .put("at", "2026-01-01T00:00:00Z")
                  .set("payload", FeedScript.percentage(i)));
    }
  }

  private void tell(int number) {
    feed.tell(task, number, "task/progress", user, FeedScript.percentage(number));
  }

  private void happens(int number) {
    store(number, number);
    tell(number);
  }

  private JsonNode subscribe(ClientDriver client, String more) {
    String id = "s-" + Ids.next();
    client.say(id, "subscribe", "{\"task_id\":\"" + task + "\"" + more + "}");
    JsonNode answer = client.hearReplyTo(id);
    assertThat(answer.path("type").asText()).isEqualTo("subscribed");
    assertThat(answer.path("payload").path("task_id").asText()).isEqualTo(task.toString());
    return answer.path("payload");
  }

  /** Of the next so many events of the task; there must be no others. */
  private static List<Long> offsets(ClientDriver client, int count) {
    return Stream.generate(() -> client.hear("task/progress"))
        .limit(count)
        .peek(event -> assertThat(event.path("epoch").asText()).isEqualTo(StandIns.EPOCH))
        .map(event -> event.path("offset").asLong())
        .toList();
  }
}
