package dev.muster.gateway.socket;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.gateway.peers.ScriptedSocket;
import dev.muster.gateway.peers.StandIns;
import dev.muster.id.Ids;
import dev.muster.test.PostgresAndRedis;
import dev.muster.wire.RetryHint;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.http.TestHTTPResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** More come than can be let in. */
@QuarkusTest
@QuarkusTestResource(PostgresAndRedis.class)
@QuarkusTestResource(StandIns.class)
class StormTest {
  @TestHTTPResource URI base;
  @Inject Admissions admissions;
  private volatile boolean raging = true;
  private Thread storm;

  @BeforeEach
  void begin() {
    while (admissions.admit()) {
      // Until nobody else may come.
    }
    storm =
        Thread.ofPlatform()
            .start(
                () -> {
                  while (raging) {
                    boolean unused = admissions.admit();
                  }
                });
  }

  @AfterEach
  void end() throws InterruptedException {
    raging = false;
    storm.join();
  }

  @Test
  void anAgentIsToldBeforeTheUpgradeWhenToComeBackAndNobodyIsAskedAboutIt() {
    int asked = StandIns.ASKED.get();
    HttpHeaders refusal = null;
    while (refusal == null) {
      refusal = refusal(URI.create("ws://127.0.0.1:" + base.getPort() + "/ws/agent/" + Ids.next()));
    }

    long ms = refusal.firstValueAsLong(RetryHint.HEADER).orElseThrow();
    assertThat(ms).isBetween(1_000L, 60_000L);
    assertThat(refusal.firstValueAsLong("Retry-After")).hasValue(Math.ceilDiv(ms, 1_000L));
    assertThat(StandIns.ASKED.get()).isEqualTo(asked);
  }

  @Test
  void aClientIsLetInToBeToldWhenToComeBack() {
    ScriptedSocket.Closed closed = null;
    while (closed == null || closed.code() != 1013) {
      closed = ScriptedSocket.open("ws://127.0.0.1:" + base.getPort() + "/ws", Map.of()).closed();
    }

    assertThat(RetryHint.of(closed.sentence()))
        .hasValueSatisfying(wait -> assertThat(wait).isGreaterThan(Duration.ofSeconds(1)));
  }

  /** Null when it was let in to the next check, which finds no token. */
  private static HttpHeaders refusal(URI there) {
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket unexpected =
          client.newWebSocketBuilder().buildAsync(there, new WebSocket.Listener() {}).join();
      throw new AssertionError("connected: " + unexpected);
    } catch (CompletionException e) {
      WebSocketHandshakeException refused = (WebSocketHandshakeException) e.getCause();
      return Optional.of(refused.getResponse())
          .filter(answer -> answer.statusCode() == 503)
          .map(answer -> answer.headers())
          .orElse(null);
    }
  }
}
