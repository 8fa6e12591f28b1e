package dev.muster.agent.session;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

final class ReasonsTest {
  private HttpServer server;

  @AfterEach
  void stop() {
    server.stop(0);
  }

  @Test
  void aRefusalSaysWhenToComeBack() throws Exception {
    assertThat(refusal(503, Map.of("Retry-After", "3", "X-Retry-After-Ms", "2345")).hint())
        .contains(Duration.ofMillis(2_345));
  }

  @Test
  void secondsAreEnough() throws Exception {
    assertThat(refusal(429, Map.of("Retry-After", "3")).hint()).contains(Duration.ofSeconds(3));
  }

  @Test
  void aRefusalThatIsNoMatterOfTimeSaysNothing() throws Exception {
    assertThat(refusal(401, Map.of("Retry-After", "3")).hint()).isEmpty();
  }

  @Test
  void aDateIsIgnored() throws Exception {
    assertThat(refusal(503, Map.of("Retry-After", "Wed, 21 Oct 2026 07:28:00 GMT")).hint())
        .isEmpty();
  }

  private Departure refusal(int status, Map<String, String> headers) throws Exception {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          headers.forEach(exchange.getResponseHeaders()::set);
          exchange.sendResponseHeaders(status, -1);
          exchange.close();
        });
    server.start();
    URI there = URI.create("ws://127.0.0.1:" + server.getAddress().getPort() + "/ws");
    try (HttpClient client = HttpClient.newHttpClient()) {
      WebSocket unexpected =
          client.newWebSocketBuilder().buildAsync(there, new WebSocket.Listener() {}).join();
      throw new AssertionError("connected: " + unexpected);
    } catch (CompletionException e) {
      return Reasons.departure(e);
    }
  }
}
