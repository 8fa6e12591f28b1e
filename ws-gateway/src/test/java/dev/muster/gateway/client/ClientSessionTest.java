package dev.muster.gateway.client;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.muster.gateway.GatewayMetrics;
import dev.muster.gateway.TestGateway;
import dev.muster.id.Ids;
import dev.muster.kit.token.Role;
import dev.muster.kit.token.VerifiedToken;
import dev.muster.wire.CloseReason;
import dev.muster.wire.FrameCodec;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class ClientSessionTest {
  private static final Instant BEGIN = Instant.parse("2026-03-01T10:00:00Z");

  private final RecordedClient port = new RecordedClient();
  private Instant now = BEGIN;
  private final ClientSession session =
      new ClientSession(
          new VerifiedToken(
              Ids.next().toString(),
              Set.of(Role.USER),
              "session",
              "token",
              BEGIN,
              BEGIN.plus(Duration.ofHours(1)),
              "raw"),
          TestGateway.config(),
          port,
          new GatewayMetrics(new SimpleMeterRegistry()),
          () -> now);

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
  void oneThatIsClosedIsNotPinged() {
    session.close(CloseReason.DRAINING);
    pass(Duration.ofMinutes(1));
    assertThat(port.pings).isZero();
  }

  @Test
  void aClientThatDoesNotEvenAnswerPingsIsClosed() {
    session.begin(true);
    port.quietMs = 59_999;
    session.tick();
    assertThat(port.closed).isNull();
    port.quietMs = 60_000;
    session.tick();
    assertThat(port.closed).isEqualTo(CloseReason.SILENT);
  }

  private static JsonNode events() {
    return FrameCodec.JSON
        .createObjectNode()
        .put("epoch", "e")
        .put("last_offset", 0)
        .put("recovered", true)
        .set("items", FrameCodec.JSON.createArrayNode());
  }

  private void pass(Duration time) {
    now = now.plus(time);
    session.tick();
  }
}
