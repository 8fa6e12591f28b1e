package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.TestGateway;
import dev.muster.gateway.feed.FeedHistory;
import dev.muster.id.Ids;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import dev.muster.wire.FrameCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final Recorded port = new Recorded();
  private final ClientSession session =
      new ClientSession(
          new VerifiedToken(
              Ids.next().toString(),
              Set.of(Role.USER),
              "session",
              "token",
              NOW.minusSeconds(60),
              NOW.plusSeconds(60),
              "raw"),
          TestGateway.config(),
          port,
          new GatewayMetrics(new SimpleMeterRegistry()),
          () -> NOW);

  @Test
  void whoWasGreetedBeforeTheFeedWasReadIsToldOnceItIs() {
    session.begin(false);
    session.tick();
    assertThat(port.sent).containsExactly("auth/ok", "heartbeat");
    port.feedReady = true;
    session.tick();
    session.tick();
    assertThat(port.sent).containsExactly("auth/ok", "heartbeat", "subscribed");
  }

  @Test
  void subscribingAgainAndAgainLeavesNoReadsBehind() {
    session.begin(true);
    UUID task = Ids.next();
    for (int i = 0; i < 7_500; i++) {
      session.text(
          "{\"id\":\"%d\",\"type\":\"subscribe\",\"payload\":{\"task_id\":\"%s\"}}"
              .formatted(i, task));
    }
    int begun = port.reads.size();
    for (int i = 0; i < port.reads.size(); i++) {
      port.reads.get(i).accept(new TaskAnswer.Done<>(events()));
    }
    assertThat(port.reads).hasSize(begun + 1);
    assertThat(port.sent).endsWith("subscribed");
  }

  private static JsonNode events() {
    return FrameCodec.JSON
        .createObjectNode()
        .put("epoch", "e")
        .put("last_offset", 0)
        .put("recovered", true)
        .set("items", FrameCodec.JSON.createArrayNode());
  }

  private static final class Recorded implements ClientPort {
    private final List<String> sent = new ArrayList<>();
    private final List<Consumer<TaskAnswer<JsonNode>>> reads = new ArrayList<>();
    private final FeedHistory history = new FeedHistory(1, 1);
    private boolean feedReady;

    @Override
    public void send(String type, String frame) {
      sent.add(type);
    }

    @Override
    public void close(CloseReason reason) {
      sent.add(reason.name());
    }

    @Override
    public long quietMs() {
      return 0;
    }

    @Override
    public void ping() {}

    @Override
    public void post(
        String path, JsonNode body, String requestId, Consumer<TaskAnswer<JsonNode>> then) {}

    @Override
    public boolean hasRoom() {
      return true;
    }

    @Override
    public void later(Runnable work) {
      work.run();
    }

    @Override
    public FeedHistory feed() {
      return history;
    }

    @Override
    public boolean isFeedReady() {
      return feedReady;
    }

    @Override
    public void read(String path, Consumer<TaskAnswer<JsonNode>> then) {
      reads.add(then);
    }

    @Override
    public void readOutput(String path, Consumer<TaskAnswer<OutputPart>> then) {}

    @Override
    public Runnable follow(UUID taskId, String phase, Runnable wake) {
      return () -> {};
    }
  }
}
