package dev.muster.platform.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.muster.platform.process.FreePorts;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SocketEndTest {
  private static final Logger VERTX = Logger.getLogger("io.vertx");

  private final Queue<String> logged = new ConcurrentLinkedQueue<>();
  private final Handler recorder = recorder(logged);
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();
  private final Vertx vertx = Vertx.vertx();
  private EdgeServer edge;

  @BeforeEach
  void open() {
    VERTX.addHandler(recorder);
    TestService gateway = TestService.open(vertx, "gateway");
    edge =
        EdgeServer.edge(
            vertx,
            new EdgeAddress("127.0.0.1", FreePorts.next()),
            RouteTable.ofProduct(),
            Map.of("ws-gateway", Replicas.onPorts(List.of(gateway.port()))),
            () -> Future.succeededFuture(new EdgeHealth.Report(true, "{}")));
  }

  @AfterEach
  void close() {
    VERTX.removeHandler(recorder);
  }

  @Test
  void aSocketThatTheCallerClosesIsNothingToReport() throws Exception {
    WebSocket socket = openSocket();
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "bye").get(10, TimeUnit.SECONDS);
    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(WebSocket.NORMAL_CLOSURE);
    assertNothingWasLogged();
  }

  @Test
  void aSocketThatTheServiceClosesIsNothingToReport() throws Exception {
    WebSocket socket = openSocket();
    socket.sendText("close", true).get(10, TimeUnit.SECONDS);
    assertThat(closed.get(10, TimeUnit.SECONDS)).isEqualTo(4409);
    assertNothingWasLogged();
  }

  private WebSocket openSocket() throws Exception {
    return HttpClient.newHttpClient()
        .newWebSocketBuilder()
        .buildAsync(
            URI.create("ws://127.0.0.1:" + edge.port() + "/ws"),
            new WebSocket.Listener() {
              @Override
              public CompletionStage<?> onClose(WebSocket socket, int code, String reason) {
                closed.complete(code);
                return null;
              }
            })
        .get(10, TimeUnit.SECONDS);
  }

  private void assertNothingWasLogged() {
    // Closing waits for what the event loops still have to say.
    vertx.close().toCompletionStage().toCompletableFuture().join();
    assertThat(logged).isEmpty();
  }

  private static Handler recorder(Queue<String> lines) {
    Handler recorder =
        new Handler() {
          @Override
          public void publish(LogRecord record) {
            if (record.getLevel().intValue() >= Level.WARNING.intValue()) {
              lines.add(record.getLoggerName() + ": " + record.getMessage());
            }
          }

          @Override
          public void flush() {}

          @Override
          public void close() {}
        };
    recorder.setLevel(Level.ALL);
    return recorder;
  }
}
