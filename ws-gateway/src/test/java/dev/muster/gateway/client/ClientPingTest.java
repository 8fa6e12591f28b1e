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
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class ClientPingTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private final Port port = new Port();
  private Instant now = BEGIN;
  private final ClientSession session =
      new ClientSession(
          new VerifiedToken(
              Ids.next().toString(),
              Set.of(Role.USER),
              Ids.next().toString(),
              Ids.next().toString(),
              BEGIN,
              BEGIN.plus(Duration.ofHours(1)),
              "raw"),
          TestGateway.config(),
          port,
          new GatewayMetrics(new SimpleMeterRegistry()),
          () -> now);

  @Test
  void aClientIsPingedEveryHalfMinute() {
    pass(Duration.ofSeconds(29));
    assertThat(port.pings).isZero();

    pass(Duration.ofSeconds(1));
    pass(Duration.ofSeconds(1));
    assertThat(port.pings).isEqualTo(1);

    pass(Duration.ofSeconds(29));
    assertThat(port.pings).isEqualTo(2);
  }

  @Test
  void oneThatIsClosedIsNot() {
    session.close(CloseReason.DRAINING);

    pass(Duration.ofMinutes(1));

    assertThat(port.pings).isZero();
  }

  private void pass(Duration duration) {
    now = now.plus(duration);
    session.tick();
  }

  private static final class Port implements ClientPort {
    private int pings;

    @Override
    public void ping() {
      pings++;
    }

    @Override
    public FeedHistory feed() {
      return new FeedHistory(1, 1);
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
    public Runnable follow(UUID taskId, String phase, Runnable wake) {
      return () -> {};
    }

    @Override
    public void send(String type, String frame) {}

    @Override
    public void close(CloseReason reason) {}

    @Override
    public long quietMs() {
      return 0;
    }

    @Override
    public boolean isFeedReady() {
      return true;
    }

    @Override
    public void post(
        String path, JsonNode body, String requestId, Consumer<TaskAnswer<JsonNode>> then) {}

    @Override
    public void read(String path, Consumer<TaskAnswer<JsonNode>> then) {}

    @Override
    public void readOutput(String path, Consumer<TaskAnswer<OutputPart>> then) {}
  }
}
