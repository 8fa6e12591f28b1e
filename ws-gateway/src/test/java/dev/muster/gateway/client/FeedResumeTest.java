package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.peers.FeedScript;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class FeedResumeTest {
  private final UUID user = Ids.next();
  private final String token = Tokens.of(user.toString(), Ids.next().toString(), "user");

  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
  @Inject FeedScript feed;

  @BeforeEach
  void itIsRead() {
    ClientDriver.awaitWelcome(base, token);
    feed.percent(Ids.next(), 0);
    JsonNode unused =
        RedisProbe.await(
            () -> {
              try (ClientDriver client = ClientDriver.withHeader(base, token)) {
                return client.hear("subscribed");
              }
            },
            frame -> frame.path("payload").path("epoch").asText().equals(feed.epoch()));
  }

  @Test
  void aClientIsToldWhereItsFeedBeginsAndEachEventHasItsPlace() {
    long before = feed.percent(user, 1);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      awaitPosition(before);
      JsonNode begin = client.hear("subscribed");
      assertThat(begin.path("payload").path("recovered").asBoolean()).isTrue();
      assertThat(begin.path("payload").path("epoch").asText()).isEqualTo(feed.epoch());
      assertThat(begin.has("reply_to")).isFalse();

      long at = feed.percent(user, 2);
      JsonNode event = client.hearPercent(2);
      assertThat(event.path("epoch").asText()).isEqualTo(feed.epoch());
      assertThat(event.path("offset").asLong()).isEqualTo(at);
    }
  }

  @Test
  void whatCameWhileAClientWasAwayComesInOrderAndOnce() {
    long seen = feed.percent(user, 1);
    feed.percent(user, 2);
    feed.percent(Ids.next(), 66);
    long last = feed.percent(user, 3);
    awaitPosition(last);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("r", "subscribe", position(feed.epoch(), seen));
      JsonNode answer = client.hearReplyTo("r");
      assertThat(answer.path("type").asText()).isEqualTo("subscribed");
      assertThat(answer.path("payload").path("recovered").asBoolean()).isTrue();
      assertThat(answer.path("payload").path("offset").asLong()).isEqualTo(seen);
      feed.percent(user, 4);

      assertThat(client.percents(3)).containsExactly(2, 3, 4);
    }
  }

  @Test
  void nothingIsSentBetweenTheGreetingAndTheResume() {
    long seen = feed.percent(user, 1);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.hear("subscribed");
      feed.percent(user, 2);
      client.say("r", "subscribe", position(feed.epoch(), seen));
      feed.percent(user, 3);

      assertThat(client.percents(2)).containsExactly(2, 3);
    }
  }

  @Test
  void aClientThatSaysNothingIsToldEventsAllTheSame() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.hear("subscribed");
      feed.percent(user, 7);
      client.hearPercent(7);
    }
  }

  @Test
  void anOffsetThatIsTooOldIsNotRecovered() {
    long old = feed.percent(user, 1);
    long last = 0;
    for (int i = 0; i < 60; i++) {
      last = feed.percent(Ids.next(), i);
    }
    awaitPosition(last);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("r", "subscribe", position(feed.epoch(), old));
      JsonNode answer = client.hearReplyTo("r").path("payload");
      assertThat(answer.path("recovered").asBoolean(true)).isFalse();
      assertThat(answer.path("offset").asLong()).isEqualTo(last);
      feed.percent(user, 2);
      assertThat(client.percents(1)).containsExactly(2);
    }
  }

  @Test
  void anotherEpochIsNotRecoveredAndAnAdminIsToldOfAll() {
    String admin = Tokens.of(Ids.next().toString(), Ids.next().toString(), "admin");
    try (ClientDriver client = ClientDriver.withHeader(base, admin)) {
      client.say("r", "subscribe", position("long ago", 1));
      assertThat(client.hearReplyTo("r").path("payload").path("recovered").asBoolean(true))
          .isFalse();
      feed.percent(Ids.next(), 41);
      feed.percent(user, 42);
      assertThat(client.percents(2)).containsExactly(41, 42);
    }
  }

  @Test
  void whenTheEpochChangesEverybodyIsToldThatEventsMayBeMissing() {
    try (ClientDriver client = ClientDriver.withHeader(base, token);
        ClientDriver silent = ClientDriver.withHeader(base, token)) {
      client.say("r", "subscribe", "{}");
      client.hearReplyTo("r");
      silent.say("u", "unsubscribe", "{}");
      silent.hearReplyTo("u");
      String before = feed.epoch();
      feed.beginEpoch();
      long other = feed.percent(Ids.next(), 1);

      JsonNode told = client.hear("subscribed").path("payload");
      assertThat(told.path("epoch").asText()).isEqualTo(feed.epoch()).isNotEqualTo(before);
      assertThat(told.path("recovered").asBoolean(true)).isFalse();
      assertThat(told.path("offset").asLong()).isLessThan(other);
      feed.percent(user, 2);
      assertThat(client.percents(1)).containsExactly(2);
      silent.say("s", "subscribe", "{}");
      assertThat(silent.next().path("reply_to").asText()).isEqualTo("s");
    }
  }

  @Test
  void eventsThatWereTrimmedBeforeTheyWereReadAreSaidToBeMissing() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("r", "subscribe", "{}");
      client.hearReplyTo("r");
      feed.percent(user, 1);
      client.hearPercent(1);
      feed.lose();
      long next = feed.percent(user, 2);

      JsonNode told = client.next();
      assertThat(told.path("type").asText()).isEqualTo("subscribed");
      assertThat(told.path("payload").path("recovered").asBoolean(true)).isFalse();
      assertThat(told.path("payload").path("offset").asLong()).isEqualTo(next - 1);
      client.hearPercent(2);
    }
  }

  @Test
  void aHeartbeatSaysHowFarAQuietClientCanResume() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("r", "subscribe", "{}");
      client.hearReplyTo("r");
      long others = feed.percent(Ids.next(), 1);
      JsonNode beat =
          RedisProbe.await(
              () -> {
                client.say("h", "heartbeat", "{}");
                return client.hearReplyTo("h");
              },
              frame -> frame.path("offset").asLong() == others);
      assertThat(beat.path("epoch").asText()).isEqualTo(feed.epoch());
    }
  }

  @Test
  void anUnsubscribedClientIsToldNothingUntilItSubscribesAgain() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.hear("subscribed");
      client.say("u", "unsubscribe", "{}");
      assertThat(client.hearReplyTo("u").path("type").asText()).isEqualTo("unsubscribed");
      awaitPosition(feed.percent(user, 1));
      client.say("s", "subscribe", "{}");
      client.hearReplyTo("s");
      feed.percent(user, 2);
      assertThat(client.percents(1)).containsExactly(2);
    }
  }

  @Test
  void openSocketsCatchUpWhenTheGatewaysConnectionsToRedisAreLost() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("r", "subscribe", "{}");
      client.hearReplyTo("r");
      for (int i = 0; i < 20; i++) {
        if (i % 5 == 0) {
          redis.killReaders();
        }
        feed.percent(user, i);
      }
      assertThat(client.percents(20)).isSorted().doesNotHaveDuplicates();
    }
  }

  @Test
  void aFlushOfRedisIsToldAndTheSocketGoesOn() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("r", "subscribe", "{}");
      client.hearReplyTo("r");
      redis.execute("FLUSHALL");
      feed.beginEpoch();
      feed.percent(user, 5);

      assertThat(client.hear("subscribed").path("payload").path("recovered").asBoolean(true))
          .isFalse();
      assertThat(client.percents(1)).containsExactly(5);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"epoch\":\"e\"}",
        "{\"offset\":1}",
        "{\"epoch\":\"e\",\"offset\":-1}",
        "{\"epoch\":7,\"offset\":1}",
        "{\"epoch\":\"e\",\"offset\":1.5}",
        "{\"task_id\":\"x\"}",
        "{\"logs\":{}}",
        "{\"task_id\":\"0198c0de-0000-7000-8000-000000000000\",\"logs\":1}"
      })
  void aWrongSubscribeIsRefusedAndChangesNothing(String payload) {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      client.say("w", "subscribe", payload);
      assertThat(client.hearReplyTo("w").path("payload").path("code").asInt()).isEqualTo(1001);
      client.say("h", "heartbeat", "{}");
      feed.percent(user, 3);
      client.hearPercent(3);
    }
  }

  /** Until the gateway has read that far. */
  private void awaitPosition(long offset) {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      JsonNode unused =
          RedisProbe.await(
              () -> {
                client.say("p", "subscribe", "{}");
                return client.hearReplyTo("p");
              },
              frame -> frame.path("payload").path("offset").asLong() >= offset);
    }
  }

  private static String position(String epoch, long offset) {
    return "{\"epoch\":\"%s\",\"offset\":%d}".formatted(epoch, offset);
  }
}
