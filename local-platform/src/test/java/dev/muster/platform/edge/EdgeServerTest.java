package dev.muster.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.muster.platform.process.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class EdgeServerTest {
  private static Vertx vertx;
  private static TestService one;
  private static TestService two;
  private static EdgeServer edge;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @BeforeAll
  static void open() {
    vertx = Vertx.vertx();
    one = TestService.open(vertx, "one");
    two = TestService.open(vertx, "two");
    int dead = FreePorts.next();
    edge =
        EdgeServer.edge(
            vertx,
            new EdgeAddress("127.0.0.1", FreePorts.next()),
            RouteTable.ofProduct(),
            Map.of(
                "task-service", Replicas.onPorts(List.of(one.port(), dead, two.port())),
                "ws-gateway", Replicas.onPorts(List.of(one.port())),
                "auth-service", Replicas.onPorts(List.of(dead))),
            () -> Future.succeededFuture(new EdgeHealth.Report(false, "{\"status\":\"DOWN\"}")));
  }

  @AfterAll
  static void close() {
    vertx.close().toCompletionStage().toCompletableFuture().join();
  }

  @Test
  void takesReplicasInTurnAndSkipsOneThatRefuses() throws Exception {
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 12; i++) {
      HttpResponse<String> answer = get("/api/tasks/who");
      assertThat(answer.statusCode()).isEqualTo(200);
      seen.add(answer.body());
    }
    assertThat(seen).containsExactlyInAnyOrder("one", "two");
  }

  @Test
  void saysWhoAskedAndDropsWhatTheCallerClaims() throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            request("/api/tasks/headers?a=1&b=%20")
                .header("X-Forwarded-For", "6.6.6.6")
                .header("X-Real-IP", "6.6.6.6")
                .header("Forwarded", "for=6.6.6.6")
                .header("X-Kept", "yes")
                .build(),
            BodyHandlers.ofString());
    JsonNode headers = new ObjectMapper().readTree(answer.body());
    assertThat(headers.path("x-forwarded-for").asText()).isEqualTo("127.0.0.1");
    assertThat(headers.path("x-forwarded-proto").asText()).isEqualTo("http");
    assertThat(headers.path("x-forwarded-host").asText()).isEqualTo("127.0.0.1:" + edge.port());
    assertThat(headers.path("x-kept").asText()).isEqualTo("yes");
    assertThat(headers.path("uri").asText()).isEqualTo("/api/tasks/headers?a=1&b=%20");
    assertThat(answer.body()).doesNotContain("6.6.6.6");
  }

  @Test
  void anEventArrivesBeforeTheStreamEnds() throws Exception {
    HttpResponse<InputStream> answer =
        CLIENT.send(request("/api/tasks/events").build(), BodyHandlers.ofInputStream());
    try (BufferedReader lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      assertThat(lines.readLine()).isEqualTo("data: 1");
      one.release();
      two.release();
      assertThat(lines.readLine()).isEqualTo("data: 2");
    }
  }

  @Test
  void aCallerThatLeavesEndsTheServicesStream() throws Exception {
    HttpResponse<InputStream> answer =
        CLIENT.send(request("/api/tasks/endless").build(), BodyHandlers.ofInputStream());
    assertThat(answer.body().read()).isPositive();
    answer.body().close();
    assertThat(TestService.LEFT.poll(10, TimeUnit.SECONDS)).isNotNull();
  }

  @Test
  void aBodyOf120MegabytesIsStreamed() throws Exception {
    long size = 120L << 20;
    HttpResponse<String> answer =
        CLIENT.send(
            request("/api/tasks/count")
                .POST(
                    BodyPublishers.fromPublisher(
                        BodyPublishers.ofInputStream(() -> zeros(size)), size))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo(Long.toString(size));
  }

  @Test
  void aBodyOfUnknownLengthIsStreamed() throws Exception {
    HttpResponse<String> answer =
        CLIENT.send(
            request("/api/tasks/count")
                .POST(BodyPublishers.ofInputStream(() -> zeros(5_000_000)))
                .build(),
            BodyHandlers.ofString());
    assertThat(answer.body()).isEqualTo("5000000");
  }

  @Test
  void aWebSocketKeepsItsSubprotocol() throws Exception {
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    WebSocket socket =
        CLIENT
            .newWebSocketBuilder()
            .subprotocols("agent-token", "secret")
            .buildAsync(
                URI.create("ws://127.0.0.1:" + edge.port() + "/ws/agent/7"), collect(received))
            .get(10, TimeUnit.SECONDS);
    assertThat(socket.getSubprotocol()).isEqualTo("agent-token");
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("hello from one");
    socket.sendText("ping", true).get(10, TimeUnit.SECONDS);
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("echo ping");
    socket.sendText("close", true).get(10, TimeUnit.SECONDS);
    assertThat(received.poll(10, TimeUnit.SECONDS)).isEqualTo("closed 4409 replaced");
  }

  @Test
  void aRefusedUpgradeKeepsItsStatus() throws Exception {
    HttpResponse<String> answer = get("/ws/refused");
    assertThat(answer.statusCode()).isEqualTo(401);
  }

  @Test
  void anUpgradeThatConnectionDoesNotNameIsAnOrdinaryRequest() throws Exception {
    String answer =
        exchange(
            String.join(
                "\r\n",
                "GET /ws/headers HTTP/1.1",
                "Host: a",
                "Upgrade: websocket",
                "Connection: close",
                "Sec-WebSocket-Version: 13",
                "Sec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==",
                "",
                ""));
    assertThat(answer).startsWith("HTTP/1.1 200 ").contains("sec-websocket-key");
    assertThat(answer).doesNotContain("\"upgrade\"");
  }

  @Test
  void saysThatAServiceIsAway() throws Exception {
    HttpResponse<String> answer = get("/api/auth/me");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.headers().firstValue("Retry-After")).contains("1");
    JsonNode body = new ObjectMapper().readTree(answer.body());
    assertThat(body.path("code").asInt()).isEqualTo(5003);
    assertThat(body.path("request_id").asText()).isNotEmpty();
  }

  @Test
  void saysThatAServiceBrokeOff() throws Exception {
    HttpResponse<String> answer = get("/api/tasks/break");
    assertThat(answer.statusCode()).isEqualTo(502);
    assertThat(answer.body()).contains("\"code\":5002");
  }

  @Test
  void itsOwnErrorsAreFramedAsTheFamilyOfThePath() throws Exception {
    HttpResponse<String> away =
        CLIENT.send(
            request("/api/v1/auth/me").header("X-Request-ID", "req-1").build(),
            BodyHandlers.ofString());
    assertThat(away.statusCode()).isEqualTo(503);
    assertThat(away.headers().firstValue("Content-Type")).contains("application/problem+json");
    assertThat(away.headers().firstValue("Retry-After")).contains("1");
    assertThat(new ObjectMapper().readTree(away.body()))
        .isEqualTo(
            new ObjectMapper()
                .readTree(
                    """
                    {"type":"about:blank","title":"Service Unavailable","status":503,
                     "detail":"the service does not answer now","code":5003,"request_id":"req-1"}
                    """));
    for (String path : List.of("/api/v1", "/api/v1/nothing", "/api/v1/%2e%2e/x", "/nothing")) {
      assertThat(get(path).headers().firstValue("Content-Type"))
          .as(path)
          .contains("application/problem+json");
    }
    for (String path : List.of("/api/auth/me", "/api/v1x", "/api/nothing", "/api/%2e%2e/x")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.headers().firstValue("Content-Type")).as(path).contains("application/json");
      assertThat(answer.body()).contains("\"message\":").contains("\"data\":null");
    }
  }

  @Test
  void whatIsNoRequestIsAnsweredInTheEnvelope() throws Exception {
    String longLine = "GET /api/tasks?q=" + "x".repeat(20_000) + " HTTP/1.1\r\nHost: a\r\n\r\n";
    String longHeader = "GET /api/tasks HTTP/1.1\r\nX-A: " + "x".repeat(40_000) + "\r\n\r\n";
    assertThat(exchange(longLine)).startsWith("HTTP/1.0 414 ").contains("\"code\":1007");
    assertThat(exchange(longHeader)).startsWith("HTTP/1.1 431 ").contains("\"code\":1007");
    assertThat(exchange("so what\r\n\r\n")).startsWith("HTTP/1.0 400 ").contains("\"code\":1001");
    assertThat(exchange("GET /api/tasks HTTP/1.1\r\nContent-Length: many\r\n\r\n"))
        .startsWith("HTTP/1.1 400 ")
        .contains("\"data\":null", "\"request_id\":");
    assertThat(exchange(longHeader.replace("/api/", "/api/v1/")))
        .startsWith("HTTP/1.1 431 ")
        .contains("application/problem+json", "\"status\":431");
  }

  @Test
  void routesNothingThatIsInternal() throws Exception {
    for (String path : List.of("/internal/agents", "/q/health", "/nothing")) {
      HttpResponse<String> answer = get(path);
      assertThat(answer.statusCode()).as(path).isEqualTo(404);
      assertThat(answer.body()).contains("\"code\":2001");
    }
  }

  @Test
  void answersForTheWholePlatform() throws Exception {
    HttpResponse<String> answer = get("/health");
    assertThat(answer.statusCode()).isEqualTo(503);
    assertThat(answer.body()).isEqualTo("{\"status\":\"DOWN\"}");
  }

  private static HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return CLIENT.send(request(path).build(), BodyHandlers.ofString());
  }

  /** All that the edge answers to these bytes until it closes the connection. */
  private static String exchange(String bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), edge.port())) {
      socket.setSoTimeout(10_000);
      socket.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  private static HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + edge.port() + path));
  }

  private static InputStream zeros(long size) {
    return new InputStream() {
      private long left = size;

      @Override
      public int read() {
        return left-- > 0 ? 0 : -1;
      }

      @Override
      public int read(byte[] into, int offset, int length) {
        if (left <= 0) {
          return -1;
        }
        int count = (int) Math.min(left, length);
        left -= count;
        return count;
      }
    };
  }

  private static WebSocket.Listener collect(BlockingQueue<String> received) {
    return new WebSocket.Listener() {
      @Override
      public CompletionStage<?> onText(WebSocket socket, CharSequence text, boolean last) {
        received.add(text.toString());
        socket.request(1);
        return null;
      }

      @Override
      public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
        received.add("closed " + code + " " + reason);
        return null;
      }
    };
  }
}
