package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.GatewayConfig;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.TestGateway;
import dev.muster.gateway.feed.FeedHistory;
import dev.muster.id.Ids;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClientSilenceTest {
  private static final Instant NOW = Instant.parse("2026-03-01T10:00:00Z");

  private final GatewayConfig config = TestGateway.config("client.silence", "10s");
  private final QuietPort port = new QuietPort();
  private final ClientSession session =
      new ClientSession(
          new VerifiedToken(
              Ids.next().toString(), Set.of(Role.USER), "s", "t", NOW, NOW.plusSeconds(900), "raw"),
          config,
          port,
          new GatewayMetrics(new SimpleMeterRegistry()),
          () -> NOW);

  @Test
  void aClientThatDoesNotEvenAnswerPingsIsClosed() {
    session.begin(true);
    port.quietMs = 9_999;
    session.tick();
    assertThat(port.closed).isNull();

    port.quietMs = 10_000;
    session.tick();
    assertThat(port.closed).isEqualTo(CloseReason.SILENT);
  }

  private static final class QuietPort implements ClientPort {
    private final FeedHistory history = new FeedHistory(10, 1_000);
    private long quietMs;
    private CloseReason closed;

    @Override
    public void send(String type, String frame) {}

    @Override
    public void close(CloseReason reason) {
      closed = reason;
    }

    @Override
    public void ping() {}

    @Override
    public boolean isFeedReady() {
      return true;
    }

    @Override
    public void post(
        String path, JsonNode body, String requestId, Consumer<TaskAnswer<JsonNode>> then) {
      throw new AssertionError(path);
    }

    @Override
    public long quietMs() {
      return quietMs;
    }

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
    public void read(String path, Consumer<TaskAnswer<JsonNode>> then) {
      throw new AssertionError(path);
    }

    @Override
    public void readOutput(String path, Consumer<TaskAnswer<OutputPart>> then) {
      throw new AssertionError(path);
    }

    @Override
    public Runnable follow(UUID taskId, String phase, Runnable wake) {
      throw new AssertionError(phase);
    }
  }
}
