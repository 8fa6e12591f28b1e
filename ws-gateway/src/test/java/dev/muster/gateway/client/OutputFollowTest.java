package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.muster.event.LogNotice;
import dev.muster.event.RedisNames;
import dev.muster.gateway.peers.FeedScript;
import dev.muster.gateway.peers.RedisProbe;
import dev.muster.gateway.peers.StandIns;
import dev.muster.gateway.peers.Tokens;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.FrameCodec;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class OutputFollowTest {
  private static final String RENEWAL = "PUT {\"phase\":\"run\",\"for_ms\":600}";

  private final UUID user = Ids.next();
  private final UUID task = Ids.next();
  private final String token = Tokens.of(user.toString(), Ids.next().toString(), "user");

  @TestHTTPResource URI base;
  @Inject RedisProbe redis;
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
  void outputIsSentFromItsBeginningAsItIsStoredUntilItsEnd() {
    print("one ");
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      follow(client, "{}");
      JsonNode first = client.hear("task/log").path("payload");
      assertThat(first.path("content").asText()).isEqualTo("one ");
      assertThat(first.path("phase").asText()).isEqualTo("run");
      assertThat(first.path("offset").asLong()).isZero();
      assertThat(first.path("next_offset").asLong()).isEqualTo(4);
      assertThat(first.path("complete").asBoolean(true)).isFalse();

      print("two");
      notice();
      assertThat(client.hear("task/log").path("payload").path("content").asText()).isEqualTo("two");
      StandIns.ENDED.add(task);
      notice();
      JsonNode end = client.hear("task/log").path("payload");
      assertThat(end.path("complete").asBoolean()).isTrue();
      assertThat(end.path("content").asText("-")).isEmpty();
      awaitWatch("DELETE");
    }
  }

  @Test
  void aFollowerContinuesAtItsOffset() {
    print("0123456789");
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      follow(client, "{\"phase\":\"run\",\"offset\":6}");
      assertThat(client.hear("task/log").path("payload").path("content").asText())
          .isEqualTo("6789");
    }
  }

  @Test
  void noCharacterIsCutAndWhatIsNoTextComesAsBytes() throws IOException {
    String text = "für 🐦🐦🐦🐦🐦🐦🐦🐦 und €€€€€€€€€€€€";
    byte[] all = text.getBytes(StandardCharsets.UTF_8);
    print(all, 0, 6);
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      follow(client, "{}");
      StringBuilder heard = new StringBuilder(content(client.hear("task/log")));
      for (int i = 6; i < all.length; i += 7) {
        print(all, i, Math.min(7, all.length - i));
        notice();
      }
      while (heard.length() < text.length()) {
        heard.append(content(client.hear("task/log")));
      }
      assertThat(heard).hasToString(text);

      print(new byte[] {(byte) 0xff, 0, (byte) 0xfe}, 0, 3);
      notice();
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      while (bytes.size() < 3) {
        bytes.write(client.hear("task/log").path("payload").path("content_base64").binaryValue());
      }
      assertThat(bytes.toByteArray()).containsExactly(0xff, 0, 0xfe);
    }
  }

  @Test
  void theWatchIsKeptAliveAndEndsWithTheLastWhoFollows() {
    try (ClientDriver first = ClientDriver.withHeader(base, token);
        ClientDriver second = ClientDriver.withHeader(base, token)) {
      follow(first, "{}");
      follow(second, "{}");
      RedisProbe.await(this::watches, calls -> calls.size() >= 3);
      assertThat(watches()).containsOnly(RENEWAL);

      first.say("u", "unsubscribe", "{\"task_id\":\"" + task + "\"}");
      first.hearReplyTo("u");
      int before = watches().size();
      RedisProbe.await(this::watches, calls -> calls.size() > before);
      assertThat(watches()).containsOnly(RENEWAL);
      second.socket().vanish();
      awaitWatch("DELETE");
      assertThat(watches().getLast()).isEqualTo("DELETE");
    }
  }

  @Test
  void lostNoticesAreMadeUpForWhenRedisIsBack() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      print("a");
      follow(client, "{}");
      assertThat(content(client.hear("task/log"))).isEqualTo("a");
      awaitWatch(RENEWAL);
      print("b");
      redis.execute("CLIENT", "KILL", "TYPE", "pubsub");
      assertThat(content(client.hear("task/log"))).isEqualTo("b");
    }
  }

  @Test
  void aTaskThatRunsOnceMoreIsFollowedOnceMore() {
    StandIns.ENDED.add(task);
    print("a");
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      follow(client, "{}");
      assertThat(client.hear("task/log").path("payload").path("complete").asBoolean()).isTrue();
      assertThat(watches()).isEmpty();
      StandIns.ENDED.remove(task);
      print("b");
      runs();
      assertThat(content(client.hear("task/log"))).isEqualTo("b");
      awaitWatch(RENEWAL);
    }
  }

  @Test
  void whileTaskServiceIsAwayAFollowerWaitsForIt() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      follow(client, "{}");
      awaitWatch(RENEWAL);
      StandIns.AWAY.add("/logs");
      print("late");
      notice();
      client.say("h", "heartbeat", "{}");
      client.hearReplyTo("h");
      StandIns.AWAY.clear();
      assertThat(content(client.hear("task/log"))).isEqualTo("late");
    }
  }

  @Test
  void anOffsetBeyondTheOutputIsRefused() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      follow(client, "{\"offset\":5}");
      JsonNode error = client.hear("error").path("payload");
      assertThat(error.path("code").asInt()).isEqualTo(2004);
      assertThat(error.path("task_id").asText()).isEqualTo(task.toString());
    }
  }

  @Test
  void onlySoManyOutputsAreFollowedAtOnce() {
    try (ClientDriver client = ClientDriver.withHeader(base, token)) {
      for (int i = 0; i < 2; i++) {
        UUID other = Ids.next();
        StandIns.EVENTS.put(other, new CopyOnWriteArrayList<>());
        client.say("o" + i, "subscribe", "{\"task_id\":\"" + other + "\",\"logs\":{}}");
        assertThat(client.hearReplyTo("o" + i).path("type").asText()).isEqualTo("subscribed");
      }
      client.say("m", "subscribe", "{\"task_id\":\"" + task + "\",\"logs\":{}}");
      assertThat(client.hearReplyTo("m").path("payload").path("code").asInt()).isEqualTo(4291);
    }
  }

  private void follow(ClientDriver client, String logs) {
    String id = "f-" + Ids.next();
    client.say(id, "subscribe", "{\"task_id\":\"" + task + "\",\"logs\":" + logs + "}");
    assertThat(client.hearReplyTo(id).path("type").asText()).isEqualTo("subscribed");
  }

  private void runs() {
    ObjectNode running = FrameCodec.JSON.createObjectNode().put("status", "running");
    StandIns.EVENTS
        .get(task)
        .add(
            FrameCodec.JSON
                .createObjectNode()
                .put("offset", 1)
                .put("type", "task/status")
                .set("payload", running));
    feed.tell(task, 1, "task/status", user, running);
  }

  private void print(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    print(bytes, 0, bytes.length);
  }

  private void print(byte[] bytes, int from, int length) {
    StandIns.OUTPUT.merge(
        task,
        Arrays.copyOfRange(bytes, from, from + length),
        (before, more) -> {
          ByteArrayOutputStream all = new ByteArrayOutputStream();
          all.writeBytes(before);
          all.writeBytes(more);
          return all.toByteArray();
        });
  }

  private void notice() {
    redis.publish(RedisNames.taskLogs(task), new LogNotice(task, "run").toJson());
  }

  private List<String> watches() {
    return StandIns.WATCHES.getOrDefault(task, List.of());
  }

  private void awaitWatch(String call) {
    var unused = RedisProbe.await(this::watches, calls -> calls.contains(call));
  }

  private static String content(JsonNode frame) {
    return frame.path("payload").path("content").asText();
  }
}
